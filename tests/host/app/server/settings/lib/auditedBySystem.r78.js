import { updateAuditedBySystem } from './auditedSettingUpdates';

/** @returns {function} calls a write of the model, with a note of who and why */
export const updateAudited = (reason) => updateAuditedBySystem({ reason });
