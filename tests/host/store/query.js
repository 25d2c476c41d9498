'use strict';

/**
 * Puts a MongoDB filter into the words of the embedded store: `$eq` and "null means absent" are
 * what it lacks.
 *
 * @param {object} filter
 * @returns {object}
 */
function translateFilter(filter = {}) {
  const clauses = [];
  for (const [key, condition] of Object.entries(filter)) {
    if (Array.isArray(condition) && key.startsWith('$')) {
      clauses.push({ [key]: condition.map(translateFilter) });
    } else {
      clauses.push(translateCondition(key, condition));
    }
  }
  if (clauses.length === 0) {
    return {};
  }
  return clauses.length === 1 ? clauses[0] : { $and: clauses };
}

function translateCondition(key, condition) {
  if (condition === null || condition === undefined) {
    return { $or: [{ [key]: null }, { [key]: { $exists: false } }] };
  }
  if (isOperators(condition) && '$eq' in condition) {
    return translateCondition(key, condition.$eq);
  }
  if (isOperators(condition) && condition.$ne === null) {
    return { $and: [{ [key]: { $exists: true } }, { [key]: { $ne: null } }] };
  }
  return { [key]: condition };
}

function isOperators(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    && Object.getPrototypeOf(value) === Object.prototype
    && Object.keys(value).some((key) => key.startsWith('$'));
}

/**
 * @param {object} filter
 * @returns {object} the fields that an upsert copies into the new document
 */
function equalities(filter = {}) {
  const fields = {};
  for (const [key, condition] of Object.entries(filter)) {
    if (key === '$and') {
      condition.forEach((part) => Object.assign(fields, equalities(part)));
    } else if (!key.startsWith('$')) {
      if (!isOperators(condition)) {
        fields[key] = condition;
      } else if ('$eq' in condition) {
        fields[key] = condition.$eq;
      }
    }
  }
  return fields;
}

module.exports = { translateFilter, equalities };
