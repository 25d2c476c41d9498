'use strict';

const { UsageError } = require('./usage');

/**
 * A command line, as far as it can be completed.
 *
 * @typedef {object} CommandLine
 * @property {string} program
 * @property {string[]} commands
 * @property {Object<string, string>} actions words that follow a command
 * @property {string[]} values options with a value
 * @property {string[]} files those of them whose value is a file
 * @property {string[]} flags options without a value
 */

/** @param {CommandLine} line @returns {string[]} */
const optionsOf = ({ values, flags }) => [...values, ...flags].map((name) => `--${name}`);

/** @param {CommandLine} line @returns {string} all that begins a word */
const wordsOf = (line) => [...line.commands, ...optionsOf(line)].join(' ');

/** @param {CommandLine} line @returns {string} name of the shell's function */
const functionOf = ({ program }) => `_${program.replace(/-/g, '_')}`;

/** @param {CommandLine} line @returns {string} a pattern */
const fileOptions = ({ files }) => files.map((name) => `--${name}`).join('|');

/** @type {Object<string, (line: CommandLine) => string>} */
const SHELLS = {
  bash: (line) => `# source <(${line.program} completion bash)
${functionOf(line)}() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  case $before in
    ${fileOptions(line)}) COMPREPLY=($(compgen -f -- "$word")); return ;;
${Object.keys(line.actions).map((name) => `    ${name}) COMPREPLY=($(compgen -W "${line.actions[name]}" -- "$word")); return ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "${wordsOf(line)}" -- "$word"))
}
complete -o default -F ${functionOf(line)} ${line.program}`,

  zsh: (line) => `#compdef ${line.program}
# ${line.program} completion zsh > "\${fpath[1]}/_${line.program}"
${functionOf(line)}() {
  case $words[CURRENT-1] in
    ${fileOptions(line)}) _files; return ;;
${Object.keys(line.actions).map((name) => `    ${name}) compadd ${line.actions[name]}; return ;;`).join('\n')}
  esac
  compadd -- ${wordsOf(line)}
}
if [ "$funcstack[1]" = _${line.program} ]; then ${functionOf(line)} "$@"; else compdef ${functionOf(line)} ${line.program}; fi`,

  fish: ({
    program, commands, actions, values, files, flags,
  }) => [
    `# ${program} completion fish > ~/.config/fish/completions/${program}.fish`,
    `complete -c ${program} -f`,
    `complete -c ${program} -n __fish_use_subcommand -a "${commands.join(' ')}"`,
    ...Object.keys(actions).map((name) => (
      `complete -c ${program} -n "__fish_seen_subcommand_from ${name}" -a "${actions[name]}"`)),
    ...values.map((name) => `complete -c ${program} -l ${name} ${files.includes(name) ? '-rF' : '-x'}`),
    ...flags.map((name) => `complete -c ${program} -l ${name}`),
  ].join('\n'),
};

const NAMES = Object.keys(SHELLS);

/**
 * @param {string|undefined} shell
 * @param {CommandLine} line
 * @returns {string} what the shell reads
 */
function completion(shell, line) {
  if (!shell || !NAMES.includes(shell)) {
    throw new UsageError(`completion knows: ${NAMES.join(', ')}.`);
  }
  return SHELLS[shell](line);
}

module.exports = { SHELLS: NAMES, completion };
