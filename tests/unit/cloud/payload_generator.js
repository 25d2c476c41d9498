'use strict';
// Makes good payloads from the vendor's own schemas (zod): every optional field is there or not, by
// dice that fall the same way for the same seed.

const DATES = ['2026-02-03T04:05:06.789Z', '2024-02-29T00:00:00Z', '1999-12-31T23:59:59.1Z'];
const TEXTS = ['', 'text', 'ü€😀', '0', 'null', 'a b\nc', '__proto__', 'x'.repeat(200)];

/** @param {number} seed @returns {(limit: number) => number} a number from 0 to below `limit` */
function dice(seed) {
  let state = seed + 1;
  return (limit) => {
    // Marsaglia's xorshift, 32 bits.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** @type {Record<string, (definition: any, roll: (limit: number) => number) => unknown>} */
const MAKERS = {
  string: (_definition, roll) => pick(TEXTS, roll),
  number: (_definition, roll) => pick([0, 1, 3, -1, 2 ** 40], roll),
  boolean: (_definition, roll) => roll(2) === 1,
  unknown: (_definition, roll) => pick([null, 0, 'text', [], { any: 'thing' }], roll),
  custom: (_definition, roll) => pick([{ blocks: [] }, {}, 'text'], roll),
  enum: (definition, roll) => pick(Object.values(definition.entries), roll),
  union: (definition, roll) => make(pick(definition.options, roll), roll),
  nullable: (definition, roll) => (roll(4) === 0 ? null : make(definition.innerType, roll)),
  array: (definition, roll) => Array.from({ length: roll(3) }, () => (
    make(definition.element, roll))),
  record: (definition, roll) => Object.fromEntries(Array.from({ length: roll(3) }, (_, i) => (
    [`key${i}`, make(definition.valueType, roll)]))),
  // A text that the schema makes a date of.
  pipe: (_definition, roll) => pick(DATES, roll),
  object: (definition, roll) => Object.fromEntries(Object.entries(definition.shape)
    .filter(([, schema]) => schema.def.type !== 'optional' || roll(4) > 0)
    .map(([name, schema]) => [
      name, make(schema.def.type === 'optional' ? schema.def.innerType : schema, roll),
    ])),
};

/** @template T @param {T[]} choices @param {(limit: number) => number} roll @returns {T} */
function pick(choices, roll) {
  return choices[roll(choices.length)];
}

/** @param {any} schema of zod @param {(limit: number) => number} roll @returns {unknown} */
function make(schema, roll) {
  const { def } = schema;
  const maker = MAKERS[def.type];
  if (!maker) throw new Error(`The schemas have a new kind, ${def.type}: teach it to this file.`);
  return maker(def, roll);
}

module.exports = { dice, make, pick };
