'use strict';

/** What version 6 of the driver answers to `findOneAndUpdate`. */
function modifiedDocument(document, { existed, upsertedId }, { includeResultMetadata } = {}) {
  if (!includeResultMetadata) {
    return document;
  }
  const lastErrorObject = { n: existed || upsertedId ? 1 : 0, updatedExisting: existed };
  if (upsertedId) {
    lastErrorObject.upserted = upsertedId;
  }
  return { lastErrorObject, value: document, ok: 1 };
}

module.exports = { modifiedDocument };
