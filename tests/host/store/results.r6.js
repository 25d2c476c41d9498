'use strict';

/** What version 4 of the driver answers to `findOneAndUpdate`. */
function modifiedDocument(document, { existed, upsertedId }) {
  const lastErrorObject = { n: existed || upsertedId ? 1 : 0, updatedExisting: existed };
  if (upsertedId) {
    lastErrorObject.upserted = upsertedId;
  }
  return { lastErrorObject, value: document, ok: 1 };
}

module.exports = { modifiedDocument };
