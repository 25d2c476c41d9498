'use strict';
// What the vendor's own schemas say to good payloads, one written down and others made from the
// schemas, and to each of them with one place changed. The verdicts are kept in
// schema_verdicts.json, because the C++ tests cannot run the schemas:
//
//   .ci/node tests/unit/cloud/schema_verdicts.js     # writes the file anew
//
// tests/docs/schema-verdicts.test.js holds the file against the schemas.

const fs = require('fs');
const path = require('path');
const { Cloud } = require('@rocket.chat/core-typings');
const { dice, make, pick } = require('./payload_generator');

const file = path.join(__dirname, 'schema_verdicts.json');

const day = '2026-02-03T04:05:06.789Z';
const announcement = {
  _id: 'a1', _updatedAt: day, platform: ['web', 'mobile'], expireAt: day, startAt: day,
  roles: ['admin'], createdBy: 'cloud', createdAt: day, view: { blocks: [] }, active: true,
  inactivedAt: day, snapshot: 's', dictionary: { en: { key: 'text' } }, surface: 'banner',
  selector: { roles: ['admin'] },
};

const { selector, ...banner } = announcement;

const PAYLOADS = {
  sync: {
    schema: Cloud.WorkspaceSyncResponseSchema,
    good: {
      workspaceId: 'w1', publicKey: 'key', license: 'text', removeLicense: false,
      cloudSyncAnnouncement: { viewId: 'v' },
    },
  },
  comms: {
    schema: Cloud.WorkspaceCommsResponsePayloadSchema,
    good: {
      workspaceId: 'w1', publicKey: 'key', nps: { id: 'n1', startAt: day, expireAt: day },
      announcements: { create: [announcement], delete: ['a0'] },
    },
  },
  legacy: {
    schema: Cloud.WorkspaceSyncPayloadSchema,
    good: {
      workspaceId: 'w1', publicKey: 'key',
      trial: {
        trialing: true, trialID: 't1', endDate: day,
        marketing: { utmContent: 'c', utmMedium: 'm', utmSource: 's', utmCampaign: 'p' },
        DowngradesToPlan: { id: 'plan' }, trialRequested: false,
      },
      nps: { id: 'n1', startAt: day, expireAt: day },
      banners: [
        { ...banner, createdBy: { _id: 'u1', username: 'ada' } }, { ...banner, surface: 'modal' },
      ],
    },
  },
  license: {
    schema: Cloud.WorkspaceLicensePayloadSchema,
    good: { version: 3, address: 'https://a', license: 'text', updatedAt: day, expireAt: day },
  },
};

const OTHER_VALUES = [
  null, true, false, 0, -1, 1.5, '', 'text', 'web', 'system', 'modal', day, [], ['text'], [1], {},
  { text: 'text' }, { text: 1 },
];

const DATES = [
  '2024-01-01T00:00Z', '2024-01-01T23:59:59Z', '2024-01-01T00:00:00.1Z', '0000-02-29T00:00:00Z',
  '2024-01-01T00:00:00.123456789012345Z', '2024-02-29T00:00:00Z', '2000-02-29T00:00:00Z',
  '2100-02-29T00:00:00Z', '2023-02-29T00:00:00Z', '2024-04-31T00:00:00Z', '2024-13-01T00:00:00Z',
  '2024-00-01T00:00:00Z', '2024-01-00T00:00:00Z', '2024-01-32T00:00:00Z', '2024-01-01T24:00:00Z',
  '2024-01-01T00:60:00Z', '2024-01-01T23:59:60Z', '2024-01-01', '2024-01-01T00:00:00',
  '2024-01-01T00:00:00+00:00', '2024-01-01T00:00:00.Z', '2024-01-01T00:00:Z', '2024-01-01T00Z',
  '2024-01-01t00:00:00Z', '2024-01-01T00:00:00z', '2024-01-01 00:00:00Z', '24-01-01T00:00:00Z',
  '12024-01-01T00:00:00Z', '2024-1-1T00:00:00Z', ' 2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z ',
  '2024-01-01T00:00:00Z\n', '2024-01-01T0a:00:00Z', '20x4-01-01T00:00:00Z', 'TZ', 'Z',
];

const MADE = Array.from({ length: 24 }, (_, seed) => seed);
const SAMPLES = Array.from({ length: 3 });
const UNKNOWN = 'unknownMember';

/** @param {unknown} value @returns {string[][]} the ways to every place in it, itself first */
function placesIn(value) {
  if (value === null || typeof value !== 'object') return [[]];
  const below = Object.keys(value).flatMap((key) => (
    placesIn(value[key]).map((way) => [key, ...way])
  ));
  const unknown = Array.isArray(value) ? [] : [[UNKNOWN]];
  return [[], ...below, ...unknown];
}

/** @returns {unknown} a copy of `root` with `value` (undefined: nothing) at the end of `way` */
function changed(root, way, value) {
  if (way.length === 0) return value;
  const copy = JSON.parse(JSON.stringify(root));
  const parent = way.slice(0, -1).reduce((place, key) => place[key], copy);
  const key = way[way.length - 1];
  if (value !== undefined) parent[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return copy;
}

/** @returns {string} the way in the notation of the module's errors: "create[0]._id" */
function notation(way) {
  return way.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
    .replace(/^\./, '');
}

/** One line of the file: place, value (none: removed), and where the schema finds it wrong. */
function verdict({ schema, good }, way, value) {
  const result = schema.safeParse(changed(good, way, value));
  const line = { at: way.map((key) => `/${key}`).join('') };
  if (value !== undefined) line.value = value;
  if (!result.success) line.wrong = notation(result.error.issues[0].path);
  return line;
}

/** Every place of the payload that is written down, with everything that might stand there. */
function thorough(payload) {
  const verdicts = placesIn(payload.good).flatMap((way) => {
    const last = way[way.length - 1];
    const isDate = last === 'expireAt';
    return [...removal(last), ...OTHER_VALUES, ...(isDate ? DATES : [])]
      .map((value) => verdict(payload, way, value));
  });
  return { good: payload.good, verdicts };
}

/** Every place of a payload that is made from the schema, with some of it. */
function sampled({ schema }, seed) {
  const roll = dice(seed);
  const payload = { schema, good: make(schema, roll) };
  if (!schema.safeParse(payload.good).success) {
    throw new Error(`The schema does not take what was made from it: ${payload.good}`);
  }
  const verdicts = placesIn(payload.good).flatMap((way) => (
    [...removal(way[way.length - 1]), ...SAMPLES.map(() => pick(OTHER_VALUES, roll))]
      .map((value) => verdict(payload, way, value))));
  return { good: payload.good, verdicts };
}

/** @param {string|undefined} last end of the way @returns {undefined[]} nothing, if it can go */
function removal(last) {
  return last === undefined || last === UNKNOWN ? [] : [undefined];
}

/** @returns {Record<string, {good: object, verdicts: object[]}[]>} */
function collect() {
  return Object.fromEntries(Object.entries(PAYLOADS).map(([name, payload]) => [
    name, [thorough(payload), ...MADE.map((seed) => sampled(payload, seed))],
  ]));
}

/** @returns {string} the text of schema_verdicts.json, a line for each verdict */
function render() {
  const parts = Object.entries(collect()).map(([name, cases]) => {
    const texts = cases.map(({ good, verdicts }) => {
      const lines = verdicts.map((line) => `    ${JSON.stringify(line)}`).join(',\n');
      return `  {"good": ${JSON.stringify(good)}, "verdicts": [\n${lines}\n  ]}`;
    });
    return `"${name}": [\n${texts.join(',\n')}\n]`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

module.exports = { file, render };

if (require.main === module) fs.writeFileSync(file, render());
