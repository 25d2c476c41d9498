import { readLicense } from '@rocket.chat/license/read';

/** The licenses that were added since the start; there may be several. */
const licenses = [];
const known = new Set();
let workspaceUrl = null;

function judge(item) {
  item.valid = !item.license.invalid;
}

/**
 * @param {string} encrypted
 * @returns {boolean} false for one that cannot be read or is there already; a license that is not
 *     valid here is added like any other
 */
export function addLicense(encrypted) {
  if (!encrypted || String(encrypted).trim() === '' || known.has(encrypted)) {
    return false;
  }
  try {
    const item = { valid: undefined, license: readLicense(encrypted) };
    licenses.push(item);
    if (workspaceUrl) {
      judge(item);
    }
    known.add(encrypted);
    return true;
  } catch (error) {
    console.error('Invalid license');
    return false;
  }
}

/** Licenses are judged once the workspace knows its address. */
export function setURL(url) {
  workspaceUrl = url;
  licenses.forEach(judge);
}

export const isEnterprise = () => licenses.some(({ valid }) => valid);
export const getLicenses = () => licenses;
