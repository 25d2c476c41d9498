'use strict';

const fs = require('node:fs');
const path = require('node:path');

const LIMIT = 1000000;

/** The built files, as they are installed. */
async function run({ root }) {
  const folder = path.join(root, 'build', 'addon');
  const files = fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((file) => file.endsWith('.node')).sort() : [];
  if (files.length === 0) throw new Error('No addon is built. Run `npm run build`.');
  return {
    rows: files.map((file) => {
      const { size } = fs.statSync(path.join(folder, file));
      return {
        name: `size of ${file}`, goal: 'below 1 MB', value: size / 1e6, unit: 'MB',
        met: size < LIMIT, raw: size,
      };
    }),
  };
}

module.exports = { name: 'size', title: 'Size of the addon', order: 90, run };
