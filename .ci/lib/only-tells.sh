# Sourced by programs that build first. `only_tells "$@"`: whether the arguments ask for a text
# alone, for which nothing has to be built.
only_tells() {
  local argument
  for argument in "$@"; do
    case "$argument" in --help | --list) return 0 ;; esac
  done
  return 1
}
