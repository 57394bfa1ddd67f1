// SPDX-License-Identifier: BSL-1.0
// Makes parameters for every operation, sends them with the official TypeScript SDK, and has a program send the same with
// cfdns. A server of its own, on 127.0.0.1, answers each request with what it received.
//
//   node differential.mjs MODULES CASES PROGRAM
//
// MODULES is a folder with node_modules/cloudflare, CASES the file that is made, with one JSON object per line, PROGRAM what
// is started on it. CFDNS_DIFFERENTIAL_CASES is how many cases an operation gets (20), CFDNS_DIFFERENTIAL_SEED what they
// are made from (1).
import { isUtf8 } from 'node:buffer';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [modules, casesFile, program] = process.argv.slice(2);
const require = createRequire(resolve(modules, 'package.json'));
const { Cloudflare } = require('cloudflare');
const { VERSION: sdkVersion } = require('cloudflare/version');
const perOperation = Number(process.env.CFDNS_DIFFERENTIAL_CASES ?? 20);
const seed = Number(process.env.CFDNS_DIFFERENTIAL_SEED ?? 1);

// ---- chance: mulberry32, so that a seed gives the same cases everywhere ----

let state = seed >>> 0;
function chance() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const between = (least, most) => least + Math.floor(chance() * (most - least + 1));
const oneOf = (list) => list[between(0, list.length - 1)];
const times = (n, make) => Array.from({ length: n }, make);

// ---- values ----

const range = (from, to) => times(to - from + 1, (_, i) => String.fromCodePoint(from + i));
const alphabets = [
  range(0x61, 0x7a),
  range(0x20, 0x7e),
  [...'"\\/\'<>&'],
  range(0x00, 0x1f),
  range(0x7f, 0xff),
  [...'\u03b1\u0416\u05d0\u0627\u4e2d\u3042\u0e01', '\u0301', '\u200d', '\u200f'],
  ['\u2028', '\u2029', '\ufeff', '\ufffd', '\uffff', '\ud7ff', '\ue000'],
  ['\u{1f600}', '\u{10000}', '\u{10ffff}', '\u{1f469}\u200d\u{1f680}'],
];
const text = (most) => times(between(0, most), () => oneOf(oneOf(alphabets))).join('');
const hex = (n) => times(n, () => oneOf([...'0123456789abcdef'])).join('');

const strings = [
  '', '"', '\\', '\\u0041', '\u0000', 'null', '{}', '\ufeffbom', 'a\r\nb', '\u007f', '\u2028', '</script>', '\u{1f600}',
];
const name = () =>
  oneOf([() => `${hex(6)}.example.com.`, () => oneOf(strings), () => text(40), () => text(between(1000, 6000))])();
const id = () => {
  const made = oneOf([
    () => hex(32),
    () => hex(32),
    () => text(24),
    () => oneOf(['a/b', '../x', './', '...', '%2e%2e', '%', '?', '#', ' ', '+', '//', ';=:@', '\u0000', '\u00e9', '\u{1f600}']),
  ])();
  return made === '' || made === '.' || made === '..' ? hex(32) : made;
};
const ip = () =>
  oneOf([
    () => times(4, () => between(0, 255)).join('.'),
    () => times(8, () => between(0, 65535).toString(16)).join(':'),
    () => oneOf(['::', '::1', '2001:db8::53', '::ffff:192.0.2.53', 'fe80::1%eth0', '2001:DB8:0:0:8:800:200C:417A', '']),
  ])();
const peers = () => times(oneOf([0, 0, 1, 2, 30]), () => oneOf([() => hex(32), () => text(12)])());
const refresh = () =>
  oneOf([() => 300, () => 86400, () => between(300, 2 ** 31), () => 2 ** 32, () => Number.MAX_SAFE_INTEGER])();
const boolean = () => chance() < 0.5;
const json = () =>
  oneOf([
    () => null,
    () => boolean(),
    () => between(-5, 1e9),
    () => 0.5,
    () => text(10),
    () => [text(3), 1],
    () => ({ a: text(5), b: {} }),
  ])();

// ---- operations: how the SDK is called, and the body's members in the order in which cfdns declares them ----

const config = { name, peers };
const acl = { ip_range: () => `${ip()}/${between(0, 128)}`, name };
const peer = {
  name,
  ip: () => (boolean() ? ip() : undefined),
  ixfr_enable: () => (boolean() ? boolean() : undefined),
  port: () => (boolean() ? oneOf([0, 1, 53, 65535, 65536, 4294967295, between(1, 65535)]) : undefined),
  tsig_id: () => (boolean() ? name() : undefined),
};
const tsig = { algo: () => oneOf(['hmac-sha512.', 'hmac-sha256', text(10)]), name, secret: () => oneOf([hex(128), text(60)]) };

const ofZone = (resource, method, members = {}) => ({
  ids: ['zone_id'],
  members,
  call: (zt, params, options) => resource(zt)[method](params, options),
});
const ofAccount = (resource, method, item, members = {}) => ({
  ids: item ? ['account_id', item] : ['account_id'],
  members,
  call: (zt, { [item]: which, ...params }, options) =>
    item ? resource(zt)[method](which, params, options) : resource(zt)[method](params, options),
});
const all = (prefix, resource, item, members) => ({
  [`${prefix}.create`]: ofAccount(resource, 'create', undefined, members),
  [`${prefix}.update`]: ofAccount(resource, 'update', item, members),
  [`${prefix}.list`]: ofAccount(resource, 'list'),
  [`${prefix}.delete`]: ofAccount(resource, 'delete', item),
  [`${prefix}.get`]: ofAccount(resource, 'get', item),
});
const incoming = (zt) => zt.incoming;
const outgoing = (zt) => zt.outgoing;
const operations = {
  'force_axfr.create': ofZone((zt) => zt.forceAXFR, 'create'),
  'incoming.create': ofZone(incoming, 'create', { auto_refresh_seconds: refresh, ...config }),
  'incoming.update': ofZone(incoming, 'update', { auto_refresh_seconds: refresh, ...config }),
  'incoming.delete': ofZone(incoming, 'delete'),
  'incoming.get': ofZone(incoming, 'get'),
  'outgoing.create': ofZone(outgoing, 'create', config),
  'outgoing.update': ofZone(outgoing, 'update', config),
  'outgoing.delete': ofZone(outgoing, 'delete'),
  'outgoing.disable': ofZone(outgoing, 'disable'),
  'outgoing.enable': ofZone(outgoing, 'enable'),
  'outgoing.force_notify': ofZone(outgoing, 'forceNotify'),
  'outgoing.get': ofZone(outgoing, 'get'),
  'outgoing.status.get': ofZone((zt) => zt.outgoing.status, 'get'),
  ...all('acls', (zt) => zt.acls, 'acl_id', acl),
  ...all('peers', (zt) => zt.peers, 'peer_id', peer),
  ...all('tsigs', (zt) => zt.tsigs, 'tsig_id', tsig),
};
const hasBody = (operation) => Object.keys(operations[operation].members).length !== 0;
const hasNoParameters = (operation) =>
  ['force_axfr.create', 'outgoing.disable', 'outgoing.enable', 'outgoing.force_notify'].includes(operation);
const takesQuery = (operation) => !hasBody(operation) && !hasNoParameters(operation);

// ---- cases ----

const printable = range(0x21, 0x7e);
const credentials = () =>
  oneOf([
    () => ({ token: oneOf([hex(40), 'v1.0-abc_DEF~+/=', ' a b ', times(20, () => oneOf(printable)).join('')]) }),
    () => ({ email: oneOf(['user@example.com', 'a+b@example.org', '"a b"@example.com']), key: hex(37) }),
    () => ({ serviceKey: `v1.0-${hex(24)}-${hex(146)}` }),
  ])();

function parameters(operation, changed = {}) {
  const made = {};
  for (const member of operations[operation].ids) made[member] = id();
  for (const [member, make] of Object.entries(operations[operation].members)) {
    const value = member in changed ? changed[member] : make();
    if (value !== undefined) made[member] = value;
  }
  return { ...made, ...changed };
}

// A case is what both are asked for. Without the name of a difference, both must send the same.
const cases = [];
const add = (operation, more = {}, difference = null) =>
  cases.push({ operation, params: parameters(operation), credentials: credentials(), ...more, difference });
const differ = (difference, operation, changed = {}) => add(operation, { params: parameters(operation, changed) }, difference);

const queryOf = () => ({
  page: between(1, 9),
  ['per_' + hex(2)]: boolean(),
  text: oneOf(['', 'a&b=c', 'a+b', "it's", '(!*)', '/?#', '%41', '"', ';:@,', '-._~', text(20)]),
  ['x' + oneOf([text(6), '[0]', ' y'])]: text(20),
});
const extraOf = () => ({ comment: json(), ['x-' + text(4)]: json() });

for (const [operation, { ids, members }] of Object.entries(operations)) {
  for (let i = 0; i < perOperation; ++i) {
    const more = chance() < 0.3;
    if (hasBody(operation)) add(operation, more ? { extra: extraOf() } : {});
    else if (takesQuery(operation)) add(operation, more ? { query: queryOf() } : {});
    else if (i % 2) add(operation, { body: more ? extraOf() : {} });
    else differ('content of a POST without parameters', operation);
  }
  for (const member of ids) {
    differ('empty id', operation, { [member]: '' });
    for (const segment of ['.', '..']) differ('dot segment', operation, { [member]: segment });
    differ('lone surrogate', operation, { [member]: 'a\ud800' });
  }
  for (const member of ['name', 'secret', 'ip_range'])
    if (member in members)
      for (const broken of ['\ud800', 'a\udfffb', '\udc00\ud800', '\ud83d'])
        differ('lone surrogate', operation, { [member]: broken });
  if (Object.keys(members).length > 1) {
    const params = parameters(operation, 'ip' in members ? { ip: ip() } : {});
    add(operation, { params, order: Object.keys(params).reverse() }, 'order of members');
  }
  if (takesQuery(operation)) add(operation, { query: { text: null } }, 'null in a query');
}
for (const operation of ['incoming.create', 'incoming.update']) {
  for (const auto_refresh_seconds of [300.5, 86400.000001, 1e21, NaN, Infinity, -Infinity])
    differ('number that its type does not hold', operation, { auto_refresh_seconds });
  for (const auto_refresh_seconds of [9007199254740993n, 9223372036854775807n])
    differ('integer beyond 2^53', operation, { auto_refresh_seconds });
  for (const auto_refresh_seconds of [299, 0, -1, -86400])
    differ('number out of its documented bounds', operation, { auto_refresh_seconds });
}
for (const operation of ['peers.create', 'peers.update']) {
  for (const port of [53.5, 0.1, -0.5, 1e21, NaN, Infinity]) differ('number that its type does not hold', operation, { port });
  for (const port of [-1, 4294967296]) differ('number that its type does not hold', operation, { port });
  for (const member of ['ip', 'ixfr_enable', 'port', 'tsig_id']) differ('null in a body', operation, { [member]: null });
}
for (const token of ['a\u0000b', 'a\nb', 'a\r\nX-Other: 1', 'a\u007fb', 'a\tb'])
  add('incoming.get', { credentials: { token } }, 'control character in a credential');
for (const email of ['us\u00e9r@example.com', '\u{1f600}@example.com', '\u4e2d@example.com'])
  add('acls.list', { credentials: { email, key: hex(37) } }, 'credential beyond ASCII');
for (const empty of [{ token: '' }, { email: '', key: 'k' }, { email: 'user@example.com', key: '' }, { serviceKey: '' }])
  add('peers.list', { credentials: empty }, 'empty credential');

// ---- the server ----

const headersOfInterest = [
  'accept', 'authorization', 'content-length', 'content-type', 'transfer-encoding', 'x-auth-email', 'x-auth-key',
  'x-auth-user-service-key',
];
const server = createServer({ maxHeaderSize: 1 << 18, keepAliveTimeout: 60_000 }, async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const headers = {};
  const others = {};
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const header = request.rawHeaders[i].toLowerCase();
    if (!headersOfInterest.includes(header)) others[header] = request.rawHeaders[i + 1];
    if (headersOfInterest.includes(header)) (headers[header] ??= []).push(request.rawHeaders[i + 1]);
  }
  const body = isUtf8(bytes) ? bytes.toString('utf8') : `not UTF-8: ${bytes.toString('hex')}`;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ method: request.method, target: request.url, headers, others, body }));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;

// ---- the SDK ----

async function send({ operation, params, credentials, extra, query, body, order }) {
  const client = new Cloudflare({
    apiToken: credentials.token ?? null,
    apiEmail: credentials.email ?? null,
    apiKey: credentials.key ?? null,
    userServiceKey: credentials.serviceKey ?? null,
    baseURL: `${origin}/client/v4`,
    maxRetries: 0,
    timeout: 10_000,
  });
  const { call } = operations[operation];
  const asked = {};
  for (const member of order ?? Object.keys(params)) {
    const value = params[member];
    asked[member] = typeof value === 'bigint' ? Number(value) : value;
  }
  Object.assign(asked, extra);
  const options = { ...(query && { query }), ...(body && { body }) };
  try {
    const response = await call(client.dns.zoneTransfers, asked, options).asResponse();
    return await response.json();
  } catch (problem) {
    return { refused: `${problem.name}: ${problem.message} ${problem.cause ?? ''}` };
  }
}

// Text that is no Unicode goes as bytes, numbers that JSON does not have as text.
function encoded(value) {
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value === 'bigint') return { number: String(value) };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : { number: String(value) };
  if (typeof value !== 'string' || !/\p{Surrogate}/u.test(value)) return value;
  let bytes = '';
  for (const character of value) {
    const code = character.codePointAt(0);
    const lone = code >= 0xd800 && code <= 0xdfff;
    const each = lone ? [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)] : Buffer.from(character);
    bytes += Buffer.from(each).toString('hex');
  }
  return { bytes };
}

let child;
process.on('exit', () => child?.kill());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
const limit = setTimeout(() => {
  console.error('The comparison took too long.');
  process.exit(1);
}, 600_000);
const began = Date.now();
const lines = [];
for (const [number, made] of cases.entries()) {
  const sdk = await send(made);
  const { operation, params, credentials, difference } = made;
  const more = made.query ?? made.body ?? made.extra ?? {};
  const extra = Object.entries(more).map(([member, value]) => [member, JSON.stringify(value)]);
  const mapped = Object.fromEntries(Object.entries(params).map(([member, value]) => [member, encoded(value)]));
  lines.push(JSON.stringify({ number, operation, credentials, params: mapped, extra, difference, sdk }));
}
writeFileSync(casesFile, lines.join('\n') + '\n');
console.log(`${cases.length} cases from seed ${seed}, sent by cloudflare ${sdkVersion} in ${Date.now() - began} ms.`);

// ---- cfdns ----

child = spawn(program, [], {
  stdio: 'inherit',
  env: { ...process.env, CFDNS_DIFFERENTIAL_FILE: casesFile, CFDNS_DIFFERENTIAL_ORIGIN: origin },
});
const [code] = await once(child, 'exit');
clearTimeout(limit);
server.closeAllConnections();
server.close();
process.exitCode = code ?? 1;
