'use strict';

// Shows the status in the read-only settings of the module's group. Display only: an admin can
// overwrite a setting by REST, so nothing reads them back.

const TEXTS = /** @type {Object<string, (status: any) => string>} */ ({
  Registrar_State: (status) => status.state || '',
  Registrar_Workspace_Id: (status) => status.workspaceId || '',
  Registrar_Last_Sync: (status) => timeText(status.lastSync),
  Registrar_Last_Error: (status) => errorText(status.lastError),
  Registrar_Next_Sync: (status) => status.nextSync || '',
  Registrar_Support_Until: (status) => textOf(status.supportWindow, 'until'),
  Registrar_Lease_Holder: (status) => textOf(status.lease, 'holder'),
  Registrar_Push_Gateway: (status) => pushText(status.pushGateway),
  Registrar_Read_Only_In: (status) => textOf(status.readOnly, 'daysLeft'),
  Registrar_Invalid_Settings: (status) => (status.invalidSettings || [])
    .map((/** @type {any} */ { detail }) => detail).join('\n'),
});

/** @param {any} part of the status @param {string} name */
function textOf(part, name) {
  const value = part && part[name];
  return value === undefined || value === null ? '' : String(value);
}

/** @param {any} push */
function pushText(push) {
  return push ? `${push.on ? 'on' : 'off'}: ${push.reason}` : '';
}

/** @param {any} lastSync */
function timeText(lastSync) {
  return (lastSync && lastSync.at) || '';
}

/** @param {any} error */
function errorText(error) {
  return error && error.code ? `${error.code}: ${error.cause} ${error.remedy}` : '';
}

/**
 * @param {import('./services').Services} services
 * @param {Promise<void>} defined resolves when the settings exist; before, nothing can be shown
 * @returns {(status: any) => Promise<void>} never rejects; shows the newest of several in a row
 */
function createStatusDisplay(services, defined) {
  /** @type {Object<string, string>} */
  const shown = {};
  /** @type {any} */
  let next;
  /** @type {Promise<void> | undefined} */
  let running;

  async function show() {
    const { Settings } = services.get('models');
    while (next) {
      const status = next;
      next = undefined;
      for (const [id, text] of Object.entries(TEXTS)) {
        const value = text(status);
        if (shown[id] !== value) {
          await Settings.updateValueById(id, value);
          await services.get('notify').notifyOnSettingChangedById(id);
          shown[id] = value;
        }
      }
    }
  }

  return (status) => {
    next = status;
    if (!running) {
      running = defined.then(show).catch(() => undefined).then(() => {
        running = undefined;
      });
    }
    return running;
  };
}

module.exports = { createStatusDisplay };
