'use strict';

const { createTranslator } = require('./texts');

const bannerId = (/** @type {string} */ id) => `registrar-${id}`;

/**
 * Banners for administrators (module/host/host.h). They are kept with the users, as the server's
 * own update notices are; the function that adds one leaves out who has closed one of the same id.
 *
 * @param {import('./services').Services} services
 * @returns {import('./port').Port}
 */
function createNoticePort(services) {
  const users = () => services.database().collection('users');

  /** @param {string} id */
  async function remove(id) {
    const shown = { [`banners.${id}`]: { $exists: true } };
    const holders = await users().find(shown, { projection: { banners: 1 } }).toArray();
    await users().updateMany(shown, { $unset: { [`banners.${id}`]: true } });
    const { notifyOnUserChange } = services.get('notify');
    for (const { _id, banners: { [id]: _, ...rest } } of holders) {
      if (notifyOnUserChange) {
        await notifyOnUserChange({ clientAction: 'updated', id: _id, diff: { banners: rest } });
      }
    }
  }

  /** @param {any} banner as the server keeps it with a user */
  function show(banner) {
    const messages = services.find('adminMessages');
    // That of releases before 6.5 needs a fiber.
    return messages ? messages.sendMessagesToAdmins({ banners: [banner] })
      : users().updateMany({ roles: 'admin' }, { $set: { [`banners.${banner.id}`]: banner } });
  }

  return {
    async notifyAdmins({ id, title, text, link }) {
      const translate = createTranslator(services.get('settings').settings.get('Language'));
      await remove(bannerId(id));
      await show({
        id: bannerId(id),
        priority: 10,
        title: translate(title),
        text: translate(text),
        modifiers: ['danger'],
        link,
      });
      return null;
    },
    clearNotice: ({ id }) => remove(bannerId(id)).then(() => null),
  };
}

module.exports = { createNoticePort };
