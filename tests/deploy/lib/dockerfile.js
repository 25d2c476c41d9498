'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { DockerfileParser } = require('dockerfile-ast');
const { runIn } = require('./container');

/** @typedef {import('./container').Image} Image */

/**
 * Does what a Dockerfile says, as far as those of deploy/ go; anything else is an error.
 *
 * @param {string} text
 * @param {object} options
 * @param {string} options.context folder with the files that it takes
 * @param {Object<string, string>} [options.args] what `--build-arg` gives
 * @param {(name: string) => Image} options.pull makes an image that it begins from
 * @param {string} [options.target] the stage to end with
 * @returns {Image} of the last stage
 */
function build(text, { context, args = {}, pull, target }) {
  /** @type {Object<string, Image>} */
  const stages = {};
  /** @type {Image} */
  let image;
  const values = {};
  const doing = {
    ARG: (words) => {
      const [name, value] = words.split('=');
      values[name] = args[name] || value || values[name];
    },
    FROM: (words) => {
      const [base, , name] = words.split(/\s+/);
      image = pull(base);
      if (name) stages[name] = image;
    },
    ADD: (words) => {
      const [archive, place] = words.split(/\s+/);
      const into = path.join(image.root, place);
      fs.mkdirSync(into, { recursive: true });
      execFileSync('tar', ['-xzf', path.join(context, archive), '-C', into]);
    },
    COPY: (words, flags) => {
      const [source, place] = words.split(/\s+/);
      fs.cpSync(path.join(stages[flags.from].root, source), path.join(image.root, place),
        { recursive: true });
    },
    RUN: (words) => runIn(image, ['/bin/sh', '-c', words]),
    USER: (words) => { image.user = Number(words); },
    ENV: (words) => {
      const [, name, value] = /^(\w+)="?([^"]*)"?$/.exec(words);
      image.env[name] = value;
    },
  };
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (!(keyword in doing)) throw new Error(`${keyword} is not known here`);
    if (keyword === 'FROM' && target && stages[target]) break;
    const flags = Object.fromEntries((instruction.getFlags ? instruction.getFlags() : [])
      .map((flag) => [flag.getName(), flag.getValue()]));
    doing[keyword](instruction.getArgumentsContent()
      .replace(/\$\{(\w+)\}/g, (_whole, name) => values[name]), flags);
  }
  return image;
}

module.exports = { build };
