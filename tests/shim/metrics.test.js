'use strict';

const assert = require('node:assert/strict');
const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { describe, test } = require('node:test');
const client = require('prom-client');

const { BOUNDS, addToRegistry, families, metricsText } = require('../../js-shim/metrics');
const { lacksTool, tool } = require('../deploy/lib/tools');

const ROOT = path.join(__dirname, '../..');
const PROMTOOL = 'usr/bin/promtool';
const NOW = Date.parse('2026-01-02T00:00:00Z');
const COUNTERS = {
  'request/sync/ok': 3,
  'request/sync/cloud.response.timeout': 1,
  'sent/sync': 400,
  'received/sync': 9000,
  'ms/sync': 2500,
  'bucket/sync/3': 2,
  'bucket/sync/6': 1,
  'bucket/sync/9': 1,
  'sync/ok': 3,
  'sync/cloud.response.timeout': 1,
  'token/hit': 7,
  'token/miss': 2,
  busy: 250000000,
};
const STATUS = {
  state: 'registered',
  lastSync: { at: '2026-01-01T23:00:00.000Z', ok: false },
  lastGoodSync: '2026-01-01T12:00:00.000Z',
  nextSync: '2026-01-02T00:10:00.000Z',
  lease: { holder: 'a', mine: true },
  supportWindow: { daysLeft: 45 },
  readOnly: { daysLeft: 10 },
};
const ALL = families(COUNTERS, STATUS, NOW);
const noPromtool = lacksTool(PROMTOOL);
const promtool = (args, input) => spawnSync(tool(PROMTOOL), args, { input, encoding: 'utf8' });

describe('the measurements', () => {
  test('are told in OpenMetrics', () => {
    const lines = metricsText(ALL).split('\n');
    for (const line of [
      'registrar_state{state="registered"} 1',
      'registrar_state{state="forgotten"} 0',
      'registrar_last_sync_success 0',
      'registrar_since_good_sync_seconds 43200',
      'registrar_next_sync_seconds 600',
      'registrar_lease_held 1',
      'registrar_support_window_seconds 3888000',
      'registrar_read_only_seconds 864000',
      '# TYPE registrar_syncs counter',
      'registrar_syncs_total{code="cloud.response.timeout"} 1',
      'registrar_cloud_requests_total{call="sync",code="ok"} 3',
      'registrar_cloud_request_body_bytes_total{call="sync"} 400',
      'registrar_token_cache_hits_total 7',
      'registrar_event_loop_seconds_total 0.25',
      'registrar_cloud_request_duration_seconds_bucket{call="sync",le="0.1"} 2',
      'registrar_cloud_request_duration_seconds_bucket{call="sync",le="1.0"} 3',
      'registrar_cloud_request_duration_seconds_bucket{call="sync",le="+Inf"} 4',
      'registrar_cloud_request_duration_seconds_sum{call="sync"} 2.5',
      'registrar_cloud_request_duration_seconds_count{call="sync"} 4',
    ]) assert.ok(lines.includes(line), line);
    assert.equal(lines.at(-2), '# EOF');
  });

  test('have the bounds of the native module', () => {
    const header = fs.readFileSync(path.join(ROOT, 'module/base/metrics.h'), 'utf8');
    const [, list] = /kBoundsMs = \{([\d,\s]+)\}/.exec(header);
    assert.deepEqual(BOUNDS.map((seconds) => seconds * 1000), list.split(',').map(Number));
  });

  test('what is not known is left out', () => {
    const status = { state: 'unregistered', lastSync: null, nextSync: null };
    const text = metricsText(families({}, status, NOW));
    assert.match(text, /registrar_state\{state="unregistered"\} 1/);
    assert.doesNotMatch(text, /_sync_seconds|_window|read_only|cloud_request|NaN|undefined/);
  });

  test('keep the conventions of Prometheus', { skip: noPromtool }, () => {
    const { status, stderr } = promtool(['check', 'metrics'], metricsText(ALL, { classic: true }));
    assert.equal(status, 0, stderr);
  });

  test('come out of the server\'s own registry, and follow what is counted', async () => {
    client.register.clear();
    new client.Counter({ name: 'rocketchat_other', help: 'one of the server' }).inc();
    let asked = 0;
    const context = { registrar: () => ({
      metrics: async () => {
        asked += 1;
        return { ...COUNTERS, 'token/hit': asked };
      },
      status: async () => STATUS,
    }) };
    addToRegistry(client, context);
    addToRegistry(client, context);
    const first = await client.register.metrics();
    assert.match(first, /^rocketchat_other 1$/m);
    assert.match(first, /^registrar_token_cache_hits_total 1$/m);
    assert.match(first, /^registrar_cloud_request_duration_seconds_bucket\{.*"\+Inf"\} 4$/m);
    assert.match(first, /^# TYPE registrar_syncs_total counter$/m);
    await new Promise(setImmediate);
    assert.match(await client.register.metrics(), /^registrar_token_cache_hits_total 2$/m);
    assert.equal(asked, 2);
    // As the server does at an interval of its own.
    for (const metric of client.register.getMetricsAsArray()) metric.hashMap = {};
    client.register.resetMetrics();
  });

  test('a registry is not spoiled by a module that stops', async () => {
    client.register.clear();
    addToRegistry(client, { registrar: () => ({
      metrics: async () => { throw new Error('stopping'); }, status: async () => STATUS,
    }) });
    assert.doesNotMatch(await client.register.metrics(), /^registrar\w+\{?.*\} \d/m);
  });
});

describe('deploy/', () => {
  const names = new Set(ALL.flatMap((one) => [
    ...one.samples.map(({ suffix }) => `${one.name}${suffix}`)]));
  const used = (text) => [...new Set(text.match(/\bregistrar_\w+/g))];

  test('the dashboard asks only for what there is', () => {
    const dashboard = JSON.parse(fs.readFileSync(
      path.join(ROOT, 'deploy/grafana/registrar.json'),
      'utf8',
    ));
    const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    assert.ok(queries.length >= 8);
    for (const query of queries) {
      assert.ok(used(query).length > 0, query);
      for (const name of used(query)) assert.ok(names.has(name), name);
    }
  });

  test('the rules too', () => {
    const rules = fs.readFileSync(path.join(ROOT, 'deploy/prometheus/registrar.rules.yml'), 'utf8');
    const expressions = rules.match(/^\s+expr: .*$/gm);
    assert.ok(expressions.length >= 5);
    for (const name of used(expressions.join('\n'))) assert.ok(names.has(name), name);
  });

  test('the rules fire when they should', { skip: noPromtool }, () => {
    const folder = path.join(ROOT, 'deploy/prometheus');
    for (const args of [
      ['check', 'rules', path.join(folder, 'registrar.rules.yml')],
      ['test', 'rules', path.join(folder, 'registrar.rules.test.yml')],
    ]) execFileSync(tool(PROMTOOL), args, { stdio: 'pipe' });
  });

  test('the dashboard asks in the language of Prometheus', { skip: noPromtool }, () => {
    const { panels } = JSON.parse(fs.readFileSync(
      path.join(ROOT, 'deploy/grafana/registrar.json'),
      'utf8',
    ));
    const rules = (expressions) => JSON.stringify({ groups: [{
      name: 'dashboard',
      rules: expressions.map((expr, index) => ({ record: `query:${index}`, expr })),
    }] });
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'registrar-dashboard-'));
    const check = (expressions) => {
      const file = path.join(folder, 'rules.yml');
      fs.writeFileSync(file, rules(expressions));
      return promtool(['check', 'rules', file]);
    };
    try {
      // Grafana puts a time and a choice of its own in place of its variables.
      const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr
        .replace(/\$__\w+/g, '5m').replace(/\$\w+/g, 'x')));
      const { status, stderr } = check(queries);
      assert.equal(status, 0, stderr);
      assert.notEqual(check([`${queries[0]} by by`]).status, 0);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  test('docs/metrics.md tells of each', () => {
    const page = fs.readFileSync(path.join(ROOT, 'docs/metrics.md'), 'utf8');
    for (const { name, type } of ALL) {
      assert.ok(page.includes(`| \`${name}${type === 'counter' ? '_total' : ''}`), name);
    }
  });
});
