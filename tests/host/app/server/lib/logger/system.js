const LEVELS = { debug: 20, info: 30, warn: 40, error: 50 };

/** `Log_Level` 0 shows warnings and errors, 1 also information, 2 everything. */
const LOWEST_SHOWN = ['warn', 'info', 'debug'];

let lowest = LEVELS.warn;

function write(level, message, ...rest) {
  if (LEVELS[level] < lowest) {
    return;
  }
  const fields = typeof message === 'object' && message !== null ? message : { msg: message };
  const more = rest.length > 0 ? { more: rest.map(printable) } : {};
  const line = { level: LEVELS[level], time: new Date().toISOString(), pid: process.pid,
    name: 'System', ...fields, ...more };
  process.stdout.write(`${JSON.stringify(line, (key, value) => printable(value))}\n`);
}

function printable(value) {
  if (!(value instanceof Error)) {
    return value;
  }
  const { name, message, stack, cause, code, type } = value;
  return { name, message, stack, cause, code, type };
}

export const SystemLogger = {
  debug: (...args) => write('debug', ...args),
  info: (...args) => write('info', ...args),
  warn: (...args) => write('warn', ...args),
  error: (...args) => write('error', ...args),
  startup: (...args) => console.log(...args),
  setLogLevel(number) {
    lowest = LEVELS[LOWEST_SHOWN[Number(number)] || 'warn'];
  },
};
