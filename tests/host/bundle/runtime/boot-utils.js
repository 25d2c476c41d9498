'use strict';

const fs = require('fs');
const path = require('path');
const vm = require('vm');

const serverDir = __dirname;

/** Sets the two globals that the packages read while they are evaluated. */
function defineBootGlobals() {
  const readJson = (name) => JSON.parse(fs.readFileSync(path.join(serverDir, name), 'utf8'));
  const configJson = readJson('config.json');
  global.__meteor_bootstrap__ = { startupHooks: [], serverDir, configJson };
  global.__meteor_runtime_config__ = {
    meteorRelease: configJson.meteorRelease, ROOT_URL: process.env.ROOT_URL,
    meteorEnv: { NODE_ENV: process.env.NODE_ENV || 'production', TEST_METADATA: '{}' },
  };
  return readJson('program.json').load;
}

/**
 * Evaluates one file of the load list in this process.
 *
 * @param {{path: string}} entry
 */
function loadFile(entry) {
  const file = path.join(serverDir, entry.path);
  const code = `(function(Npm, Assets){${fs.readFileSync(file, 'utf8')}\n})`;
  const Npm = { require: (id) => require(id.startsWith('./') ? path.join(serverDir, id) : id) };
  const Assets = { absoluteFilePath: (name) => path.join(serverDir, 'assets', name) };
  vm.runInThisContext(code, { filename: file, displayErrors: true }).call(global, Npm, Assets);
}

/**
 * The `main` of the one package that has one.
 *
 * @returns {function(): *}
 */
function findMain() {
  const owner = Object.keys(Package).find((name) => Package[name] && Package[name].main);
  return owner ? Package[owner].main : () => 'DAEMON';
}

module.exports = { defineBootGlobals, loadFile, findMain };
