'use strict';

const { FLAGS, UsageError, VALUES } = require('./usage');

const FILES = ['token-file', 'offline', 'bundle', 'node', 'log'];
const ACTIONS = /** @type {Object<string, string>} */ ({
  offline: 'export import', completion: 'bash zsh fish',
});
const options = [...VALUES, ...FLAGS].map((name) => `--${name}`);

/** @type {Object<string, (commands: string[]) => string>} */
const SHELLS = {
  bash: (commands) => `# source <(registrar completion bash)
_registrar() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  case $before in
    ${FILES.map((name) => `--${name}`).join('|')}) COMPREPLY=($(compgen -f -- "$word")); return ;;
${Object.keys(ACTIONS).map((name) => `    ${name}) COMPREPLY=($(compgen -W "${ACTIONS[name]}" -- "$word")); return ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "${[...commands, ...options].join(' ')}" -- "$word"))
}
complete -o default -F _registrar registrar`,

  zsh: (commands) => `#compdef registrar
# registrar completion zsh > "\${fpath[1]}/_registrar"
_registrar() {
  case $words[CURRENT-1] in
    ${FILES.map((name) => `--${name}`).join('|')}) _files; return ;;
${Object.keys(ACTIONS).map((name) => `    ${name}) compadd ${ACTIONS[name]}; return ;;`).join('\n')}
  esac
  compadd -- ${[...commands, ...options].join(' ')}
}
if [ "$funcstack[1]" = _registrar ]; then _registrar "$@"; else compdef _registrar registrar; fi`,

  fish: (commands) => [
    '# registrar completion fish > ~/.config/fish/completions/registrar.fish',
    'complete -c registrar -f',
    `complete -c registrar -n __fish_use_subcommand -a "${commands.join(' ')}"`,
    ...Object.keys(ACTIONS).map((name) => (
      `complete -c registrar -n "__fish_seen_subcommand_from ${name}" -a "${ACTIONS[name]}"`)),
    ...VALUES.map((name) => `complete -c registrar -l ${name} ${FILES.includes(name) ? '-rF' : '-x'}`),
    ...FLAGS.map((name) => `complete -c registrar -l ${name}`),
  ].join('\n'),
};

/**
 * @param {string|undefined} shell
 * @param {string[]} commands
 * @returns {string} what the shell reads
 */
function completion(shell, commands) {
  if (!shell || !Object.prototype.hasOwnProperty.call(SHELLS, shell)) {
    throw new UsageError(`completion knows: ${Object.keys(SHELLS).join(', ')}.`);
  }
  return SHELLS[shell](commands);
}

module.exports = { completion };
