'use strict';

/**
 * The sections that `--only` names, for `npm run bench` and `npm run reliability`.
 * @template {{name: string}} T
 * @param {T[]} sections
 * @param {string[]} [names] all without it
 * @returns {T[]}
 * @throws {Error} that tells the names there are
 */
function chosenSections(sections, names) {
  if (!names) return sections;
  const unknown = names.find((name) => !sections.some((section) => section.name === name));
  if (unknown) {
    const known = sections.map(({ name }) => name).join(', ');
    throw new Error(`There is no section "${unknown}". Choose among ${known}.`);
  }
  return sections.filter(({ name }) => names.includes(name));
}

module.exports = { chosenSections };
