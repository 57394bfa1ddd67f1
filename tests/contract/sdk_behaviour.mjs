// SPDX-License-Identifier: BSL-1.0
// Asserts what docs/comparison.md says about the official TypeScript SDK's behaviour: what it makes of responses, how often
// it sends, where it sends credentials. What it sends is the matter of differential.mjs; sdk_runs.md has the
// same runs of the other SDKs.
//
//   node sdk_behaviour.mjs MODULES
//
// MODULES is a folder with node_modules/cloudflare. Each test's number is that of its run in sdk_runs.md.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { serve } from './sdk_server.mjs';

const [modules] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'package.json'));
const { Cloudflare } = require('cloudflare');
const { VERSION: sdkVersion } = require('cloudflare/version');

const limit = setTimeout(() => {
  console.error('The SDK took too long.');
  process.exit(1);
}, 120_000);
const server = await serve();
const zone_id = '269d8f4853475ca241c4e730be286b20';
const once = { maxRetries: 0 };
function service(run, options) {
  const baseURL = `${server.origin}/${run}/client/v4`;
  return new Cloudflare({ apiToken: 'a-token', baseURL, ...options }).dns.zoneTransfers;
}
const get = (run, options) => service(run, options).incoming.get({ zone_id });
const configuration = { zone_id, auto_refresh_seconds: 86400, name: 'www.example.com.', peers: ['p'] };
const create = (run, options) => service(run, options).incoming.create(configuration);
const header = ({ headers }, name) => headers.find(([each]) => each.toLowerCase() === name)?.[1];

const tests = {
  '1: success: false under 200 is no error, and the result is null': async () => {
    assert.equal(await get('refused'), null);
  },
  '2: HTML under 200 is undefined, under 404 and 502 an error with status, cf-ray and text': async () => {
    assert.equal(await get('html_200'), undefined);
    for (const [status, type] of [[404, Cloudflare.NotFoundError], [502, Cloudflare.InternalServerError]])
      await assert.rejects(get(`html_${status}`, once), (problem) => {
        assert.ok(problem instanceof type);
        assert.equal(problem.status, status);
        assert.equal(problem.headers.get('cf-ray'), '86610873f8d987a9-IAD');
        assert.match(problem.message, /<html>.*<\/html>/);
        return true;
      });
  },
  '3: a create that got no answer or a 503 is sent three times, without an idempotency key': async () => {
    for (const run of ['lost', 'status_503']) {
      await assert.rejects(create(run), Cloudflare.APIError);
      const sent = server.requests(run);
      assert.equal(sent.length, 3);
      for (const each of sent) {
        assert.equal(each.method, 'POST');
        assert.equal(header(each, 'idempotency-key'), undefined);
      }
    }
  },
  '4: soa_serial is a number, which is a double': async () => {
    assert.equal((await get('echo')).soa_serial, 4294967295);
    assert.equal(typeof (await get('echo')).soa_serial, 'number');
  },
  '8: without credentials a request has none, with those of several kinds it has all': async () => {
    server.requests('echo');
    await get('echo', { apiToken: null });
    await get('echo', { apiKey: 'k', apiEmail: 'user@example.com', userServiceKey: 's' });
    const [none, all] = server.requests('echo');
    for (const name of ['authorization', 'x-auth-email', 'x-auth-key', 'x-auth-user-service-key']) {
      assert.equal(header(none, name), undefined);
      assert.notEqual(header(all, name), undefined);
    }
  },
  '9: a timeout of one second does not end a body that stalls or trickles': async () => {
    const options = { ...once, timeout: 1000 };
    const timeout = Cloudflare.APIConnectionTimeoutError;
    await assert.rejects(get('stall', options), (problem) => !(problem instanceof timeout));
    assert.equal((await get('drip', options)).soa_serial, 4294967295);
  },
  '10: the debug log shows the secret of a TSIG': async () => {
    const lines = [];
    const log = (...more) => lines.push(JSON.stringify(more));
    const logger = { debug: log, info: log, warn: log, error: log };
    const tsig = { account_id: 'a', name: 'tsig.customer.cf.', algo: 'hmac-sha512.', secret: 'hush' };
    await service('echo', { logger, logLevel: 'debug' }).tsigs.create(tsig);
    assert.ok(lines.some((line) => line.includes('"hush"')));
    assert.ok(!lines.some((line) => line.includes('a-token')));
  },
  '11: redirects are followed, and X-Auth-Key goes to the other host, an API token does not': async () => {
    const key = { apiToken: null, apiKey: 'hush', apiEmail: 'user@example.com' };
    for (const [run, method] of [['redirect_302', 'GET'], ['redirect_307', 'POST']]) {
      await get(run, key);
      await create(run, key);
      await get(run);
      const sent = server.requests('elsewhere');
      assert.deepEqual(sent.map((each) => each.method), ['GET', method, 'GET']);
      assert.deepEqual(sent.map((each) => header(each, 'x-auth-key')), ['hush', 'hush', undefined]);
      assert.deepEqual(sent.map((each) => header(each, 'authorization')), [undefined, undefined, undefined]);
      for (const each of sent) assert.match(header(each, 'host'), /^127\.0\.0\.2:/);
    }
  },
};

for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
  } catch (problem) {
    console.error(`FAILED: ${name}\n`, problem);
    process.exitCode = 1;
  }
}
clearTimeout(limit);
server.close();
console.log(`${Object.keys(tests).length} behaviours of cloudflare ${sdkVersion}.`);
