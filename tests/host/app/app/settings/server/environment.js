const listed = (name) => new Set((process.env[name] || '').split(',').map((id) => id.trim()));

const blocked = listed('SETTINGS_BLOCKED');
const hidden = listed('SETTINGS_HIDDEN');

/** Reads a variable as a value of the setting's type. */
function convert(text, type) {
  if (text.toLowerCase() === 'true') {
    return true;
  }
  if (text.toLowerCase() === 'false') {
    return false;
  }
  return type === 'int' ? parseInt(text, 10) : text;
}

/**
 * A new setting as code and environment want it: `<Id>` gives the first value.
 *
 * @param {object} options of the setting, with `_id` and `value`
 * @returns {object} the document
 */
export function describeSetting({ _id, value, ...options }) {
  const setting = {
    _id, value, packageValue: value, valueSource: 'packageValue', secret: false, autocomplete: true,
    i18nLabel: _id, i18nDescription: `${_id}_Description`, type: 'string', sorter: 0,
    ts: new Date(), createdAt: new Date(), ...options,
    blocked: Boolean(options.blocked) || blocked.has(_id),
    hidden: Boolean(options.hidden) || hidden.has(_id),
  };
  const given = process.env[_id];
  if (given === undefined) {
    return setting;
  }
  const first = convert(given, setting.type);
  return { ...setting, value: first, processEnvValue: first, valueSource: 'processEnvValue' };
}

/**
 * @param {object} setting
 * @returns {object|null} the setting as `OVERWRITE_SETTING_<Id>` forces it; null without one
 */
export function overwriteSetting(setting) {
  const given = process.env[`OVERWRITE_SETTING_${setting._id}`];
  if (given === undefined) {
    return null;
  }
  const value = convert(given, setting.type);
  return {
    ...setting, value, processEnvValue: value, valueSource: 'processEnvValue', readonly: true,
  };
}
