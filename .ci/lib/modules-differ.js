'use strict';
// Exits with 0 and one line of reason when node_modules is not what package-lock.json
// describes, else with 1. npm writes its own record of node_modules as the last step of an
// installation, so an interrupted one is seen too.

const fs = require('fs');
const path = require('path');

const root = path.join(__dirname, '..', '..');

/**
 * @param {string} file
 * @returns {Record<string, {version: string, optional?: boolean}> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** @returns {string | undefined} why node_modules must be installed anew */
function findDifference() {
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json');
  if (!wanted) return 'package-lock.json cannot be read';
  if (!present) return 'nothing is installed yet';
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    if (name === '') continue;
    if (!present[name]) {
      if (optional) continue; // Made for another platform.
      return `${name} is missing`;
    }
    if (present[name].version !== version) return `${name} is not ${version}`;
  }
  for (const name of Object.keys(present)) {
    if (!wanted[name]) return `${name} is not wanted any more`;
    if (!fs.existsSync(path.join(root, name))) return `${name} was deleted`;
  }
  return undefined;
}

const difference = findDifference();
if (difference) console.log(difference);
process.exitCode = difference ? 0 : 1;
