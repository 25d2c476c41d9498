'use strict';

/**
 * One line of the doctor's report.
 *
 * @typedef {'ok'|'warning'|'failed'|'skipped'} Verdict
 * @typedef {{name: string, verdict: Verdict, detail: string, remedy?: string}} Check
 */

/** @param {string} name @param {string} detail @returns {Check} */
const ok = (name, detail) => ({ name, verdict: 'ok', detail });

/** @param {string} name @param {string} detail @param {string} remedy @returns {Check} */
const warning = (name, detail, remedy) => ({
  name, verdict: 'warning', detail, remedy,
});

/** @param {string} name @param {string} detail @param {string} remedy @returns {Check} */
const failed = (name, detail, remedy) => ({
  name, verdict: 'failed', detail, remedy,
});

/** @param {string} name @param {string} detail @returns {Check} */
const skipped = (name, detail) => ({ name, verdict: 'skipped', detail });

module.exports = {
  failed, ok, skipped, warning,
};
