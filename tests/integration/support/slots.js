'use strict';

const crypto = require('node:crypto');

const HOUR_MS = 3600 * 1000;
const PERIOD_MS = 12 * HOUR_MS;
const WEEK_MS = 168 * HOUR_MS;

/** How much later than wished a slot may lie. */
const LATE_MS = 2000;

/** @returns {number} where the slot of an id lies in a period (schedule.h, PhaseOf) */
function phaseOf(/** @type {string} */ id, /** @type {number} */ periodMs) {
  const digest = crypto.createHash('sha256').update(id).digest('hex').slice(0, 15);
  return Number(BigInt(`0x${digest}`) % BigInt(periodMs));
}

/**
 * @param {number} time
 * @returns {{id: string, slot: number}} an id of a workspace whose next slot is then; the one after
 *   it moves when the workspace syncs once a week, which one in 14 ids' would not
 */
function idWithSlotAt(time) {
  for (;;) {
    const id = crypto.randomUUID();
    const late = phaseOf(id, PERIOD_MS) - (time % PERIOD_MS);
    const slot = time + late;
    const moves = phaseOf(id, WEEK_MS) !== (slot + PERIOD_MS) % WEEK_MS;
    if (late >= 0 && late < LATE_MS && moves) return { id, slot };
  }
}

module.exports = { idWithSlotAt };
