// SPDX-License-Identifier: BSL-1.0
// Takes the official TypeScript SDK through every operation of zone transfers, zones, records and tokens against the hosted
// in-memory service, as a program would: what is made is found, changed, listed and deleted.
//
//   node fake_sdk.mjs MODULES OPERATIONS PROGRAM
//
// MODULES is a folder with node_modules/cloudflare, OPERATIONS is docs/operations.md, PROGRAM is examples/fake_server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const [modules, table, program] = process.argv.slice(2);
// All but the accounts, of which the hosted service has none; zone transfers without the name of their product.
const listed = [...readFileSync(table, 'utf8').matchAll(/^\| \[`(?:zone_transfers::)?([\w:]+)`\]/gm)]
  .filter(([, name]) => !/^accounts::(list|get)$/.test(name))
  .map(([, name]) => name.replace(/_$/, '').replaceAll('::', '.'));
const require = createRequire(resolve(modules, 'package.json'));
const { Cloudflare } = require('cloudflare');
const { VERSION: sdkVersion } = require('cloudflare/version');

const server = spawn(program, ['0'], { stdio: ['pipe', 'pipe', 'inherit'] });
process.on('exit', () => server.kill());
const limit = setTimeout(() => {
  console.error('The SDK took too long.');
  process.exit(1);
}, 60_000);
const [baseURL] = await once(createInterface({ input: server.stdout }), 'line');
const client = new Cloudflare({ apiToken: 'any', baseURL, maxRetries: 0, timeout: 10_000 });
const zt = client.dns.zoneTransfers;

const account_id = '01a7362d577a6c3019a474fd6f485823';
const zone_id = '269d8f4853475ca241c4e730be286b20';
const done = new Set();
async function step(operation, call, check = () => {}) {
  const got = await call();
  check(got);
  done.add(operation);
  return got;
}
const gone = (call) => assert.rejects(call, (problem) => problem.status === 404 && problem.errors[0].code === 1000);
const isId = (id) => assert.match(id, /^[0-9a-f]{32}$/);

// ---- of the account ----

const resources = [
  ['tsigs', zt.tsigs, { name: 'tsig.customer.cf.', algo: 'hmac-sha512.', secret: 'hush' }, { secret: 'new' }],
  ['peers', zt.peers, { name: 'my-peer-1', ip: '192.0.2.53', port: 53 }, { ip: '2001:db8::53', ixfr_enable: true }],
  ['acls', zt.acls, { name: 'my-acl-1', ip_range: '192.0.2.48/28' }, { ip_range: '2001:db8::/64' }],
];
for (const [name, resource, body, change] of resources) {
  const made = await step(`${name}.create`, () => resource.create({ account_id, ...body }), (one) => {
    isId(one.id);
    assert.deepEqual(one, { id: one.id, ...body });
  });
  await step(`${name}.update`, () => resource.update(made.id, { account_id, ...body, ...change }), (one) =>
    assert.deepEqual(one, { id: made.id, ...body, ...change }),
  );
  await step(`${name}.get`, () => resource.get(made.id, { account_id }), (one) =>
    assert.deepEqual(one, { id: made.id, ...body, ...change }),
  );
  await step(`${name}.list`, () => resource.list({ account_id }), ({ result }) =>
    assert.deepEqual(result.map((one) => one.id), [made.id]),
  );
}
const [peer] = (await zt.peers.list({ account_id })).result;

// ---- of the zone ----

const config = { zone_id, name: 'www.example.com.', peers: [peer.id] };
for (const [name, resource, more] of [['incoming', zt.incoming, { auto_refresh_seconds: 86400 }], ['outgoing', zt.outgoing, {}]]) {
  await gone(() => resource.get({ zone_id }));
  const made = await step(`${name}.create`, () => resource.create({ ...config, ...more }), (one) => {
    isId(one.id);
    assert.ok(Math.abs(Date.parse(one.created_time) - Date.now()) < 60_000);
    assert.deepEqual(one.peers, [peer.id]);
  });
  await assert.rejects(() => resource.create({ ...config, ...more }), Cloudflare.ConflictError);
  await step(`${name}.update`, () => resource.update({ ...config, ...more, name: 'example.com' }), (one) =>
    assert.equal(one.name, 'example.com'),
  );
  await step(`${name}.get`, () => resource.get({ zone_id }), (one) => assert.equal(one.id, made.id));
}
await assert.rejects(() => zt.peers.delete(peer.id, { account_id }), Cloudflare.ConflictError);
await assert.rejects(() => zt.incoming.update({ ...config, auto_refresh_seconds: 299 }), (problem) => {
  assert.equal(problem.errors[0].source.pointer, '/auto_refresh_seconds');
  return problem instanceof Cloudflare.BadRequestError;
});
const says = (text) => (got) => assert.equal(got, text);
await step('force_axfr.create', () => zt.forceAXFR.create({ zone_id }), says('OK'));
await step('outgoing.enable', () => zt.outgoing.enable({ zone_id }), says('Enabled'));
await step('outgoing.status.get', () => zt.outgoing.status.get({ zone_id }), says('Enabled'));
await step('outgoing.force_notify', () => zt.outgoing.forceNotify({ zone_id }), says('OK'));
await step('outgoing.disable', () => zt.outgoing.disable({ zone_id }), says('Disabled'));
assert.equal(await zt.outgoing.status.get({ zone_id }), 'Disabled');

// ---- and away with it ----

for (const [name, resource] of [['incoming', zt.incoming], ['outgoing', zt.outgoing]]) {
  await step(`${name}.delete`, () => resource.delete({ zone_id }), ({ id }) => isId(id));
  await gone(() => resource.delete({ zone_id }));
}
for (const [name, resource] of resources) {
  const [one] = (await resource.list({ account_id })).result;
  await step(`${name}.delete`, () => resource.delete(one.id, { account_id }), ({ id }) => assert.equal(id, one.id));
  await gone(() => resource.get(one.id, { account_id }));
  assert.deepEqual((await resource.list({ account_id })).result, []);
}

// ---- zones, accounts and tokens ----

const { zones } = client;
const account = { id: account_id };
const zone = await step('zones.create', () => zones.create({ account, name: 'example.com' }), (one) => {
  isId(one.id);
  assert.equal(one.status, 'pending');
  assert.equal(one.name_servers.length, 2);
});
await assert.rejects(() => zones.create({ account, name: 'example.com' }), (problem) => problem.errors[0].code === 1061);
await step('zones.get', () => zones.get({ zone_id: zone.id }), (one) => assert.deepEqual(one, zone));
await step('zones.edit', () => zones.edit({ zone_id: zone.id, paused: true }), (one) => assert.equal(one.paused, true));
const ids = async (query) => (await zones.list(query)).result.map((one) => one.id);
await step('zones.list', () => ids({ account, name: 'starts_with:EXAM' }), (found) => assert.deepEqual(found, [zone.id]));
assert.deepEqual(await ids({ account: { id: 'other' } }), []);
// The SDK asks for pages until one is empty.
for (let i = 0; i < 11; ++i) await zones.create({ account, name: `${i}.example` });
let found = 0;
for await (const one of zones.list({ per_page: 5 })) found += one.id ? 1 : 0;
assert.equal(found, 12);
await step('zones.delete', () => zones.delete({ zone_id: zone.id }), ({ id }) => assert.equal(id, zone.id));
await assert.rejects(() => zones.get({ zone_id: zone.id }), (problem) => problem.errors[0].code === 9109);
await assert.rejects(() => zones.get({ zone_id: 'x' }), (problem) => problem.errors[0].code === 7000);
assert.deepEqual((await client.accounts.list()).result, []);
await assert.rejects(() => client.accounts.get({ account_id }), (problem) => problem.errors[0].code === 7003);
const isActive = ({ status }) => assert.equal(status, 'active');
await step('user.tokens.verify', () => client.user.tokens.verify(), isActive);
await step('accounts.tokens.verify', () => client.accounts.tokens.verify({ account_id }), isActive);

// ---- records ----

const { records } = client.dns;
const host = await zones.create({ account, name: 'records.example' });
const at = { zone_id: host.id };
const refused = (status, code) => (problem) => problem.status === status && problem.errors[0].code === code;
const web = await step('records.create', () => records.create({ ...at, name: 'www', type: 'A', content: '192.0.2.1', ttl: 300,
  comment: 'web', tags: ['owner:ops'] }), (one) => {
  isId(one.id);
  assert.equal(one.name, 'www.records.example');
  assert.equal(one.ttl, 300);
  assert.deepEqual(one.tags, ['owner:ops']);
  assert.equal(one.proxiable, true);
  assert.deepEqual(one.meta, {});
});
await assert.rejects(() => records.create({ ...at, name: 'www', type: 'A', content: '192.0.2.1', ttl: 1 }), refused(400, 81058));
await assert.rejects(() => records.create({ ...at, name: 'www', type: 'CNAME', content: 'x.example', ttl: 1 }), refused(400, 81053));
await step('records.get', () => records.get(web.id, at), (one) => assert.deepEqual(one, web));
await step('records.edit', () => records.edit(web.id, { ...at, content: '192.0.2.2' }), (one) => {
  assert.equal(one.comment, 'web');
  assert.equal(one.ttl, 300);
});
await step('records.update', () => records.update(web.id, { ...at, name: 'www', type: 'A', content: '192.0.2.2', ttl: 1,
  proxied: true }), (one) => {
  assert.equal(one.comment ?? null, null);
  assert.deepEqual(one.tags, []);
  assert.equal(one.proxied, true);
});
await step('records.batch', () => records.batch({ ...at, posts: [
  { name: '_sip._tcp', type: 'SRV', ttl: 1, data: { priority: 1, weight: 2, port: 5060, target: 'sip.example.net' } },
  { name: '@', type: 'MX', ttl: 1, content: 'mail.example.net', priority: 10 },
  { name: 'old', type: 'TXT', ttl: 1, content: '"x"' }] }), ({ posts, deletes }) => {
  assert.deepEqual(posts.map((one) => one.content), ['2 5060 sip.example.net', 'mail.example.net', '"x"']);
  assert.deepEqual(deletes, []);
});
const recordNames = async (query) => (await records.list({ ...at, ...query })).result.map((one) => one.name);
await step('records.list', () => recordNames({ name: { exact: 'WWW.records.example' } }), (found) =>
  assert.deepEqual(found, ['www.records.example']));
assert.deepEqual(await recordNames({ comment: { absent: '' }, type: 'MX' }), ['records.example']);
assert.equal((await recordNames({ nmae: 'x' })).length, 4);
let pages = 0;
for await (const one of records.list({ ...at, per_page: 3 })) pages += one.id ? 1 : 0;
assert.equal(pages, 4);
await step('usage.zone.get', () => client.dns.usage.zone.get(at), (one) => assert.equal(one.record_usage, 4));
const text = await step('records.export', () => records.export(at), (file) => {
  assert.match(file, /^www\.records\.example\.\t1\tIN\tA\t192\.0\.2\.2 ; cf_tags=cf-proxied:true$/m);
  assert.match(file, /^_sip\._tcp\.records\.example\.\t1\tIN\tSRV\t1 2 5060 sip\.example\.net\.$/m);
});
await step('records.delete', () => records.delete(web.id, at), ({ id }) => assert.equal(id, web.id));
await assert.rejects(() => records.get(web.id, at), refused(404, 81044));
// What is there is skipped; what is missing is added.
await step('records.import', () => records.import({ ...at, file: new File([text], 'zone.txt') }), (one) => {
  assert.equal(one.recs_added, 2); // identical SRV records may exist
  assert.equal(one.total_records_parsed, 4);
});
await step('records.import', () => records.import({ ...at, file: 'a 60 A 192.0.2.3\n', proxied: 'true' }), (one) =>
  assert.equal(one.recs_added, 1));
assert.deepEqual(await recordNames({ name: { startswith: 'a.' }, proxied: true }), ['a.records.example']);
await step('records.scan', () => records.scan(at), (one) => assert.equal(one.recs_added, 0));
await step('records.scan_trigger', () => records.scanTrigger(at), ({ success }) => assert.equal(success, true));
await step('records.scan_list', () => records.scanList(at), ({ result }) => assert.deepEqual(result, []));
await step('records.scan_review', () => records.scanReview({ ...at, accepts: [
  { name: 'found', type: 'A', content: '192.0.2.4', ttl: 1 }] }), ({ accepts, rejects }) => {
  assert.equal(accepts[0].name, 'found.records.example');
  assert.deepEqual(rejects, []);
});

// ---- settings, views, DNSSEC, statistics ----

const { dnssec, settings, analytics, usage } = client.dns;
await step('usage.account.get', () => usage.account.get({ account_id }), (one) => {
  assert.ok(one.record_usage > 0);
  assert.equal(one.record_quota ?? null, null);
});
await step('settings.zone.get', () => settings.zone.get(at), (one) => {
  assert.equal(one.ns_ttl, 86400);
  assert.equal(one.soa.mname, null);
});
await step('settings.zone.edit', () => settings.zone.edit({ ...at, soa: { mname: 'ns1.example.net' } }), (one) => {
  assert.equal(one.soa.mname, 'ns1.example.net');
  assert.equal(one.soa.retry, 2400);
});
await assert.rejects(() => settings.zone.edit({ ...at, soa: { retry: 86400 } }), refused(400, 1003));
await step('settings.account.edit', () => settings.account.edit({ account_id, zone_defaults: { ns_ttl: 3600 } }), (one) =>
  assert.equal(one.zone_defaults.ns_ttl, 3600));
await step('settings.account.get', () => settings.account.get({ account_id }), (one) =>
  assert.equal(one.zone_defaults.ns_ttl, 3600));
const { views } = settings.account;
const view = await step('settings.account.views.create', () => views.create({ account_id, name: 'west', zones: [] }), (one) => isId(one.id));
await step('settings.account.views.get', () => views.get(view.id, { account_id }), (one) => assert.deepEqual(one, view));
await step('settings.account.views.edit', () => views.edit(view.id, { account_id, name: 'east' }), (one) => assert.equal(one.name, 'east'));
await step('settings.account.views.list', () => views.list({ account_id, name: { startswith: 'ea' } }), ({ result }) =>
  assert.deepEqual(result.map((one) => one.id), [view.id]));
await step('settings.account.views.delete', () => views.delete(view.id, { account_id }), ({ id }) => assert.equal(id, view.id));
await assert.rejects(() => views.get(view.id, { account_id }), refused(404, 1015));
await step('dnssec.get', () => dnssec.get(at), (one) => assert.equal(one.status, 'disabled'));
await step('dnssec.edit', () => dnssec.edit({ ...at, status: 'active' }), (one) => {
  assert.equal(one.status, 'pending');
  assert.equal(one.flags, 257);
});
await assert.rejects(() => dnssec.delete(at), refused(400, 1004));
await step('dnssec.zsk.list', () => dnssec.zsk.list(at), ({ result }) => assert.equal(result[0].DNSKEY.Flags, 256));
await dnssec.edit({ ...at, status: 'disabled' });
await step('dnssec.delete', () => dnssec.delete(at), (one) => assert.equal(one, ''));
await step('analytics.reports.get', () => analytics.reports.get({ ...at, metrics: 'queryCount' }), (one) =>
  assert.deepEqual(one.query.metrics, ['queryCount']));
await step('analytics.reports.bytimes.get', () => analytics.reports.bytimes.get({ ...at, time_delta: 'hour' }), (one) =>
  assert.equal(one.query.time_delta, 'hour'));

const stranger = new Cloudflare({ apiToken: null, apiEmail: null, apiKey: null, baseURL, maxRetries: 0 });
await assert.rejects(() => stranger.dns.zoneTransfers.acls.list({ account_id }), (problem) => problem.errors[0].code === 9106);

assert.deepEqual([...done].sort(), listed.sort());
console.log(`${done.size} operations by cloudflare ${sdkVersion} against the hosted in-memory service.`);
server.stdin.end();
const [code] = await once(server, 'exit');
clearTimeout(limit);
process.exitCode = code ?? 1;
