'use strict';

/** @param {any} value */
const shown = (value) => (value === undefined || value === null || value === '' ? '–' : value);

/** @param {[string, any][]} rows @returns {string} names in one column, values in the other */
function columns(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${shown(value)}`).join('\n');
}

/** @param {any} error */
function errorText(error) {
  return error && error.code ? `${error.code}: ${error.cause} ${error.remedy}` : '';
}

/** @param {any} lastSync */
function syncText(lastSync) {
  if (!lastSync) return '';
  return `${lastSync.at}${lastSync.ok ? '' : ' (failed)'}`;
}

/** @param {any} status @returns {string} */
function statusText(status) {
  const push = status.pushGateway || {};
  return columns([
    ['State', status.state],
    ['Workspace', status.workspaceId],
    ['Last sync', syncText(status.lastSync)],
    ['Next sync', status.nextSync],
    ['Push gateway', push.on ? 'on' : `off${push.reason ? `: ${push.reason}` : ''}`],
    ['Last error', errorText(status.lastError)],
  ]);
}

/** @param {string} done @param {any} answer @returns {string} */
function doneText(done, answer) {
  const workspace = answer.workspaceId ? ` (workspace ${answer.workspaceId})` : '';
  const but = answer.error && answer.error.code ? ` ${errorText(answer.error)}` : '';
  return `${done}${workspace}.${but}`;
}

const COLOURS = /** @type {Object<string, import('./colour').Colour>} */ ({
  ok: 'green', warning: 'yellow', failed: 'red', skipped: 'grey',
});

/**
 * @param {any[]} checks of the server or the doctor
 * @param {import('./colour').Paint} [paint]
 * @returns {string}
 */
function checksText(checks, paint = (_colour, text) => text) {
  return checks.map((check) => {
    const time = check.ms === undefined ? '' : ` (${Math.round(check.ms)} ms)`;
    const error = errorText(check.error) || check.remedy || '';
    return `${paint(COLOURS[check.verdict], String(check.verdict).padEnd(8))}${check.name}: ${shown(check.detail)}${time}`
      + `${error ? `\n        ${error}` : ''}`;
  }).join('\n');
}

/** @param {any[]} entries @returns {string} */
function entriesText(entries) {
  return entries.length === 0 ? 'Nothing happened yet.'
    : entries.map(({ at, what, ...more }) => {
      const rest = Object.entries(more).filter(([, value]) => shown(value) !== '–')
        .map(([name, value]) => `${name}=${typeof value === 'object'
          ? JSON.stringify(value) : value}`);
      return [at, what, ...rest].join('  ');
    }).join('\n');
}

module.exports = {
  checksText, doneText, entriesText, errorText, statusText,
};
