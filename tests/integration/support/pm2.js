'use strict';

// How PM2 starts a program of Node: not the program but a script of its own, which loads it. Read
// off PM2 6.0 as it ran: the scripts' names, what stands in the environment, and when.

const fs = require('node:fs');
const path = require('node:path');

/** What each mode's script does before the program begins, as far as the program can see it. */
const SCRIPTS = {
  fork: ['ProcessContainerFork.js', `
    require('module')._load(process.env.pm_exec_path, null, true);`],
  cluster: ['ProcessContainer.js', `
    const settings = JSON.parse(process.env.pm2_env);
    for (const name of Object.keys(settings)) process.env[name] = settings[name];
    delete process.env.pm2_env;
    require('module')._load(settings.pm_exec_path, null, true);`],
};

/**
 * @param {'fork'|'cluster'} mode
 * @param {string} folder for PM2's script
 * @param {string[]} command node and the program
 * @param {Object<string, string>} env of the process, changed as PM2 does
 * @returns {string[]} the command that PM2 runs
 */
function startByPm2(mode, folder, [node, program], env) {
  const [name, text] = SCRIPTS[mode];
  const script = path.join(folder, 'pm2', 'lib', name);
  fs.mkdirSync(path.dirname(script), { recursive: true });
  fs.writeFileSync(script, text);
  if (mode === 'fork') {
    env.pm_exec_path = program;
    return [node, script];
  }
  // The program's own variables come too late for Node, its options (`node_args`) do not.
  const { NODE_OPTIONS, ...rest } = env;
  env.pm2_env = JSON.stringify({ ...rest, pm_exec_path: program });
  delete env.NODE_OPTIONS;
  return [node, ...NODE_OPTIONS.split(' '), script];
}

module.exports = { startByPm2 };
