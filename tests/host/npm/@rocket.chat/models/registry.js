'use strict';

const models = new Map();

/**
 * A model that may be imported before the database is there.
 *
 * @param {string} name
 * @returns {object}
 */
function proxify(name) {
  return new Proxy({}, {
    get(target, property) {
      const model = models.get(name);
      if (!model) {
        throw new Error(`Model ${name} not found`);
      }
      const value = model[property];
      return typeof value === 'function' ? value.bind(model) : value;
    },
  });
}

module.exports = { proxify, registerModel: (name, model) => models.set(name, model) };
