'use strict';

const definitions = require('../settings/settings.json');

/** The id under which the port gives them (module/host/host.h). */
const ENVIRONMENT = '@environment';

const PREFIXES = ['OVERWRITE_SETTING_', ''];

const settings = definitions.sections
  .reduce((/** @type {any[]} */ all, section) => [...all, ...section.settings], []);
const ids = settings.map(({ id }) => id);
const secrets = new Set(settings.filter(({ secret }) => secret).map(({ id }) => id));

/**
 * What the environment gives for the module's own settings, for the errors that name it: the server
 * itself has applied it, and has lost what it could not convert.
 *
 * @returns {Object<string, {variable: string, text?: string}>} by the setting's id
 */
function environmentValues() {
  const given = ids.map((id) => {
    const variable = PREFIXES.map((prefix) => prefix + id).find((name) => process.env[name]);
    return variable
      && [id, { variable, ...(!secrets.has(id) && { text: process.env[variable] }) }];
  });
  return Object.fromEntries(/** @type {any} */ (given.filter(Boolean)));
}

module.exports = { ENVIRONMENT, environmentValues };
