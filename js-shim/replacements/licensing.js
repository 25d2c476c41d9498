'use strict';

const { ask, askAloud } = require('../calling');
const { report } = require('../report');

// Where the checkout leads when the cloud gives no address of its own.
const FALLBACK = 'https://go.rocket.chat/i/contact-sales';

/**
 * `getCheckoutUrl.ts`: never rejects; without an answer of the cloud the page of the sales people.
 *
 * @param {import('../context').ModuleContext} context
 */
function checkoutUrl(context) {
  return {
    exports: {
      fallback: FALLBACK,
      getCheckoutUrl: () => ask(context, 'checkoutUrl').then(
        ({ url }) => ({ url }),
        (/** @type {any} */ error) => {
          report(context, 'getting the address of the checkout', error);
          return { url: FALLBACK };
        },
      ),
    },
  };
}

/**
 * `removeLicense.ts`: resolves with nothing, also when only the server's own license could go.
 *
 * @param {import('../context').ModuleContext} context
 */
function removeLicense(context) {
  return {
    exports: { removeLicense: () => askAloud(context, 'removeLicense').then(() => undefined) },
  };
}

module.exports = { checkoutUrl, removeLicense };
