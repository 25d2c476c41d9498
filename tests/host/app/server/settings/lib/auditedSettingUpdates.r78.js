import { settings } from '../../../app/settings/server/cached';
import { SystemLogger } from '../../lib/logger/system';

const SHOWN_LETTERS = 3;

/** A secret is masked but for its beginning. */
function mask(id, value) {
  const setting = settings.getSetting(id);
  if (!setting || !setting.secret || typeof value !== 'string') {
    return value;
  }
  return value.replace(new RegExp(`(?<=^.{${SHOWN_LETTERS}}).`, 'g'), '*');
}

function record(actor, id, current) {
  const previous = mask(id, settings.get(id));
  SystemLogger.debug({ msg: 'settings.changed', id, previous, current: mask(id, current), actor });
}

const audited = (type) => (actor) => (write, id, value, ...rest) => {
  record({ type, ...actor }, id, value);
  return write(id, value, ...rest);
};

export const resetAuditedSettingByUser = (actor) => (reset, id) => {
  const { packageValue } = settings.getSetting(id) || {};
  record({ type: 'user', ...actor }, id, packageValue);
  return reset(id);
};

export const updateAuditedByUser = (actor) => audited('user')(actor);
export const updateAuditedBySystem = (actor) => audited('system')(actor);
export const updateAuditedByApp = (actor) => audited('app')(actor);
