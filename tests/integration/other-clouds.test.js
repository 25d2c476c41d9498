'use strict';

const assert = require('node:assert/strict');
const { after, before, describe, test } = require('node:test');

const { assertExplained } = require('./support/errors');
const { OtherCloud, STYLES } = require('./support/other-cloud');
const { signIn } = require('./support/person');
const { forEachRelease } = require('./support/releases');
const { Server } = require('./support/server');
const { eventually } = require('./support/wait');

// A workspace gets on with every cloud that keeps to the protocol, however it puts it on the wire.

forEachRelease((release) => {
  describe('a cloud that somebody else wrote', () => {
    let cloud;
    let server;
    let admin;

    before(async () => {
      cloud = await new OtherCloud().start();
      server = new Server({
        release, cloud: { url: cloud.url, releasesUrl: cloud.releasesUrl, caFile: '' },
        env: { OVERWRITE_SETTING_Show_Setup_Wizard: 'completed' },
      });
      await server.start();
      admin = await signIn(server.url);
    });
    after(async () => {
      admin.close();
      await server.remove();
      await cloud.close();
    });

    const syncOk = async () => {
      const { status, body } = await admin.post('/v1/registrar.sync');
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual(Object.entries(body.parts).filter(([, { ok }]) => !ok), []);
    };

    for (const [name, style] of Object.entries(STYLES)) {
      test(`answers ${name}: the workspace registers and syncs`, async () => {
        cloud.style = style;
        const earlier = (await admin.status()).lastSync;
        assert.equal(await admin.call('cloud:connectWorkspace', `token-for-${name.length}`), true);
        assert.equal((await admin.registration()).workspaceId, `workspace-${cloud.registered}`);
        await eventually(async () => {
          const { lastSync } = await admin.status();
          return lastSync && lastSync.at !== (earlier && earlier.at);
        }, { what: 'the sync that follows' });
        await syncOk();
        await syncOk();
        const { status, body } = await admin.post('/v1/registrar.disconnect', { confirm: true });
        assert.equal(status, 200, JSON.stringify(body));
      });
    }

    test('sends elsewhere: nothing follows, and the error says where to', async () => {
      cloud.style = STYLES['as usual'];
      assert.equal(await admin.call('cloud:connectWorkspace', 'the-last'), true);
      await syncOk();
      for (const status of [301, 302, 303, 307, 308]) {
        cloud.redirects = status;
        cloud.style = {
          write: () => `HTTP/1.1 ${status} Elsewhere\r\nLocation: ${cloud.url}elsewhere\r\n`
            + 'Content-Length: 0\r\n\r\n',
        };
        cloud.asked.length = 0;
        const answer = await admin.post('/v1/registrar.sync');
        assert.equal(answer.status, 400);
        assertExplained({ error: answer.body.errorType, reason: answer.body.error },
          'cloud.status.redirect');
        assert.deepEqual(cloud.asked.filter(({ path }) => path.includes('elsewhere')), []);
      }
    });
  });
}, { ownServer: true });
