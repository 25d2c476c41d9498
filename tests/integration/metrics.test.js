'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');

const { forEachRelease } = require('./support/releases');
const { useScene } = require('./support/scene');
const { assertNoSecrets } = require('./support/secrets');

forEachRelease((release) => {
  const scene = useScene({ release });

  /** What Prometheus would read. */
  const scrape = async () => {
    const { userId, authToken } = scene.admin.login;
    const response = await fetch(`${scene.server.url}/api/v1/registrar.metrics`, {
      headers: { 'X-User-Id': userId, 'X-Auth-Token': authToken },
    });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^application\/openmetrics-text/);
    const text = await response.text();
    assert.ok(text.endsWith('# EOF\n'), text);
    const value = (sample) => {
      const line = text.split('\n').find((one) => one.startsWith(`${sample} `));
      return line && Number(line.slice(sample.length));
    };
    return { text, value };
  };

  test('somebody who watches the workspace sees a sync and a failure', async () => {
    assert.equal((await scrape()).value('registrar_state{state="unregistered"}'), 1);
    await scene.register();
    const before = await scrape();
    assert.equal(before.value('registrar_state{state="registered"}'), 1);
    assert.equal(before.value('registrar_last_sync_success'), 1);
    assert.ok(before.value('registrar_since_good_sync_seconds') >= 0);
    assert.ok(before.value('registrar_next_sync_seconds') > 0);
    assert.equal(before.value('registrar_lease_held'), 1);
    assert.ok(before.value('registrar_event_loop_seconds_total') > 0);
    assert.equal(before.value('registrar_cloud_requests_total{call="connect",code="ok"}'), 1);

    await scene.admin.post('/v1/registrar.sync');
    const after = await scrape();
    const sync = 'registrar_cloud_requests_total{call="sync",code="ok"}';
    assert.equal(after.value(sync), before.value(sync) + 1);
    const duration = 'registrar_cloud_request_duration_seconds';
    assert.equal(after.value(`${duration}_count{call="sync"}`), after.value(sync));
    assert.equal(after.value(`${duration}_bucket{call="sync",le="+Inf"}`), after.value(sync));
    assert.ok(after.value('registrar_cloud_response_body_bytes_total{call="sync"}')
      > before.value('registrar_cloud_response_body_bytes_total{call="sync"}'));
    assert.ok(after.value('registrar_token_cache_hits_total')
      > before.value('registrar_token_cache_hits_total'));

    const fault = { type: 'status', status: 503 };
    await scene.cloud.setFaults([{ match: { call: 'sync' }, fault }]);
    await scene.admin.post('/v1/registrar.sync');
    await scene.cloud.setFaults([]);
    const failed = await scrape();
    assert.equal(failed.value('registrar_last_sync_success'), 0);
    assert.equal(failed.value('registrar_cloud_requests_total{call="sync",code="http-5xx"}'), 1);
    assert.match(failed.text, /^registrar_syncs_total\{code="cloud\.[\w.-]+"\} 1$/m);
    assertNoSecrets(scene.cloud, failed.text, 'the measurements');
  });
});
