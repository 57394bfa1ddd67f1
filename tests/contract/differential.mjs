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

// ---- operations: the members of their parameters, in the order in which cfdns declares them ----

const sometimes = (make) => () => (boolean() ? make() : undefined);
// An object with some of the members. `...` stands for the members of the object that is made.
function object(members, changed = {}) {
  const made = {};
  for (const [member, make] of Object.entries(members)) {
    if (member === '...') Object.assign(made, make());
    else if (member in changed) made[member] = changed[member];
    else made[member] = make();
    if (made[member] === undefined) delete made[member];
  }
  return { ...made, ...changed };
}
const objectOf = (members) => () => object(members);
const listOf = (make) => () => times(oneOf([0, 1, 1, 3]), make);

const config = { name, peers };
const acl = { ip_range: () => `${ip()}/${between(0, 128)}`, name };
const peer = {
  name,
  ip: sometimes(ip),
  ixfr_enable: sometimes(boolean),
  port: sometimes(() => oneOf([0, 1, 53, 65535, 65536, 4294967295, between(1, 65535)])),
  tsig_id: sometimes(name),
};
const tsig = { algo: () => oneOf(['hmac-sha512.', 'hmac-sha256', text(10)]), name, secret: () => oneOf([hex(128), text(60)]) };

// What cfdns keeps as JSON.
const isRaw = Symbol('raw');
const raw = (value) => Object.defineProperty(value, isRaw, { value: true });
const u8 = () => oneOf([0, 1, 255, between(0, 255)]);
const u16 = () => oneOf([0, 1, 255, 256, 65535, between(0, 65535)]);
const real = () => oneOf([0, 46, 0.1, 59.999, 35.5, 5e-324, 1.7976931348623157e308, -100000, 42849672.95, 1 / 3, 123456.789e3]);
const content = name;
const rdata = {
  CAA: { flags: u8, tag: name, value: name },
  CERT: { type: u16, key_tag: u16, algorithm: u8, certificate: name },
  DNSKEY: { flags: u16, protocol: u8, algorithm: u8, public_key: name },
  DS: { key_tag: u16, algorithm: u8, digest_type: u8, digest: name },
  HTTPS: { priority: u16, target: name, value: sometimes(name) },
  LOC: {
    lat_degrees: () => between(0, 90),
    lat_minutes: sometimes(() => between(0, 59)),
    lat_seconds: sometimes(real),
    lat_direction: () => oneOf(['N', 'S', text(3)]),
    long_degrees: () => between(0, 180),
    long_minutes: sometimes(() => between(0, 59)),
    long_seconds: sometimes(real),
    long_direction: () => oneOf(['E', 'W']),
    altitude: sometimes(real),
    size: sometimes(real),
    precision_horz: sometimes(real),
    precision_vert: sometimes(real),
  },
  NAPTR: { order: u16, preference: u16, flags: name, service: name, regex: name, replacement: name },
  SMIMEA: { usage: u8, selector: u8, matching_type: u8, certificate: name },
  SRV: { priority: u16, weight: u16, port: u16, target: name },
  SSHFP: { algorithm: u8, type: u8, fingerprint: name },
  SVCB: { priority: u16, target: name, value: sometimes(name) },
  TLSA: { usage: u8, selector: u8, matching_type: u8, certificate: name },
  URI: { weight: u16, target: name },
};
const inContent = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'OPENPGPKEY', 'PTR', 'TXT'];
const types = [...inContent, ...Object.keys(rdata)];
const rawData = () => raw({ [`d${hex(2)}`]: json(), flags: text(4), nested: { a: [null, text(3)] } });
const dataOf = (type) => ({
  type,
  ...(inContent.includes(type) && { content: content() }),
  ...((type === 'MX' || type === 'URI') && { priority: u16() }),
  ...(type in rdata && { data: object(rdata[type]) }),
});
// The types in turn, so that all of them occur.
let turn = 0;
const recordData = () =>
  chance() < 0.9
    ? dataOf(types[turn++ % types.length])
    : object({ type: () => `TYPE${between(256, 65534)}`, content: sometimes(content), priority: sometimes(u16), data: sometimes(rawData) });
const changedData = () =>
  boolean()
    ? recordData()
    : object({ type: sometimes(() => 'SPF'), content: sometimes(content), priority: sometimes(u16), data: sometimes(rawData) });
const ttl = () => oneOf([1, 30, 60, 300, 86400, between(30, 86400)]);
const recordRest = {
  ttl: sometimes(ttl),
  comment: sometimes(name),
  private_routing: sometimes(boolean),
  proxied: sometimes(boolean),
  settings: sometimes(objectOf({ flatten_cname: sometimes(boolean), ipv4_only: sometimes(boolean), ipv6_only: sometimes(boolean) })),
  tags: sometimes(listOf(() => text(20))),
};
const record = { name, '...': recordData, ...recordRest };
const recordChange = { name: sometimes(name), '...': changedData, ...recordRest };
const shadow = { include_shadow_metadata: sometimes(boolean) };
const word = () => oneOf([() => oneOf(strings), () => text(40), () => 'a&b=c+d%41', () => ''])();
const textFilter = { contains: sometimes(word), endswith: sometimes(word), exact: sometimes(word), startswith: sometimes(word) };
const { contains, endswith, exact, startswith } = textFilter;
const markedFilter = { absent: sometimes(word), contains, endswith, exact, present: sometimes(word), startswith };
const paging = (most) => ({
  page: sometimes(() => oneOf([1, 2, 4294967295])),
  per_page: sometimes(() => oneOf([1, most, between(1, most)])),
});
const [page, per_page] = [paging(5_000_000).page, paging(5_000_000).per_page];
const sorting = { direction: sometimes(() => oneOf(['asc', 'desc', text(4)])) };

const seconds = (from, to) => sometimes(() => oneOf([from, to, between(from, to)]));
const soa = {
  expire: seconds(86400, 2419200),
  min_ttl: seconds(60, 86400),
  mname: sometimes(() => oneOf([null, text(20)])),
  refresh: seconds(600, 86400),
  retry: seconds(600, 86400),
  rname: sometimes(name),
  ttl: seconds(300, 86400),
};
const zoneSettings = {
  flatten_all_cnames: sometimes(boolean),
  foundation_dns: sometimes(boolean),
  internal_dns: sometimes(objectOf({ reference_zone_id: sometimes(name) })),
  multi_provider: sometimes(boolean),
  nameservers: undefined, // differs: zone or account
  ns_ttl: seconds(30, 86400),
  secondary_overrides: sometimes(boolean),
  soa: sometimes(objectOf(soa)),
  zone_mode: sometimes(() => oneOf(['standard', 'cdn_only', text(4)])),
};
const view = { name, zones: listOf(() => text(32)) };
const time = () => `2023-11-${between(10, 30)}T${between(10, 23)}:00:00Z`;
const report = {
  dimensions: sometimes(word),
  filters: sometimes(word),
  limit: sometimes(() => oneOf([0, 1, 100000, Number.MAX_SAFE_INTEGER])),
  metrics: sometimes(word),
  since: sometimes(time),
  sort: sometimes(word),
  time_delta: undefined, // by time only
  until: sometimes(time),
};

class FormFile {
  constructor(name, type, content) {
    Object.assign(this, { name, type, content });
  }
}
const fileText = () => oneOf([() => 'a 60 IN A 192.0.2.1\n', () => 'a\r\nb\rc\n', () => text(200), () => '', () => '--\r\n--boundary'])();
const file = () =>
  new FormFile(
    oneOf(['zone.txt', 'a b;c.txt', 'q"uote', 'l\r\nf', '\u00e9\u4e2d.txt', "'(x)*'"]),
    oneOf(['text/plain', 'text/plain; charset=utf-8', 'application/octet-stream']),
    fileText(),
  );

// `item` is the id that the SDK takes as a parameter of its own, `where` the members go.
const op = (ids, { item, where = 'query', members = {} } = {}) => ({ ids: item ? [...ids, item] : ids, item, where, members });
const ofZone = (more) => op(['zone_id'], more);
const ofAccount = (more) => op(['account_id'], more);
const nothing = { where: 'nothing' }; // a POST without parameters
const body = (members, item) => ({ where: 'body', members, item });
const all = (prefix, item, members) => ({
  [`${prefix}.create`]: ofAccount(body(members)),
  [`${prefix}.update`]: ofAccount(body(members, item)),
  [`${prefix}.list`]: ofAccount(),
  [`${prefix}.delete`]: ofAccount({ item }),
  [`${prefix}.get`]: ofAccount({ item }),
});
const zt = 'dns.zone_transfers';
const anItem = 'dns_record_id';
const operations = {
  [`${zt}.force_axfr.create`]: ofZone(nothing),
  [`${zt}.incoming.create`]: ofZone(body({ auto_refresh_seconds: refresh, ...config })),
  [`${zt}.incoming.update`]: ofZone(body({ auto_refresh_seconds: refresh, ...config })),
  [`${zt}.incoming.delete`]: ofZone(),
  [`${zt}.incoming.get`]: ofZone(),
  [`${zt}.outgoing.create`]: ofZone(body(config)),
  [`${zt}.outgoing.update`]: ofZone(body(config)),
  [`${zt}.outgoing.delete`]: ofZone(),
  [`${zt}.outgoing.disable`]: ofZone(nothing),
  [`${zt}.outgoing.enable`]: ofZone(nothing),
  [`${zt}.outgoing.force_notify`]: ofZone(nothing),
  [`${zt}.outgoing.get`]: ofZone(),
  [`${zt}.outgoing.status.get`]: ofZone(),
  ...all(`${zt}.acls`, 'acl_id', acl),
  ...all(`${zt}.peers`, 'peer_id', peer),
  ...all(`${zt}.tsigs`, 'tsig_id', tsig),
  'dns.records.create': ofZone(body({ ...record, ...shadow })),
  'dns.records.update': ofZone(body({ ...record, ...shadow }, anItem)),
  'dns.records.edit': ofZone(body({ ...recordChange, ...shadow }, anItem)),
  'dns.records.batch': ofZone(
    body({
      deletes: sometimes(listOf(() => ({ id: text(12) }))),
      patches: sometimes(listOf(objectOf({ id, ...recordChange }))),
      puts: sometimes(listOf(objectOf({ id, ...record }))),
      posts: sometimes(listOf(objectOf(record))),
      ...shadow,
    }),
  ),
  'dns.records.list': ofZone({
    members: {
      comment: objectOf(markedFilter),
      content: objectOf(textFilter),
      ...sorting,
      ...shadow,
      match: sometimes(() => oneOf(['all', 'any'])),
      name: objectOf(textFilter),
      order: sometimes(word),
      page,
      per_page,
      proxied: sometimes(boolean),
      search: sometimes(word),
      shadowed_by_name: sometimes(word),
      shadowing_name: sometimes(word),
      tag: objectOf(markedFilter),
      tag_match: sometimes(() => oneOf(['all', 'any'])),
      type: sometimes(() => oneOf(types)),
    },
  }),
  'dns.records.get': ofZone({ item: anItem, members: shadow }),
  'dns.records.delete': ofZone({ item: anItem }),
  'dns.records.export': ofZone(),
  'dns.records.import': ofZone({ where: 'form', members: { file, proxied: sometimes(boolean) } }),
  'dns.records.scan': ofZone(nothing),
  'dns.records.scan_trigger': ofZone(nothing),
  'dns.records.scan_list': ofZone(),
  'dns.records.scan_review': ofZone(
    body({ accepts: sometimes(listOf(objectOf(record))), rejects: sometimes(listOf(() => ({ id: text(12) }))) }),
  ),
  'dns.usage.zone.get': ofZone(),
  'dns.dnssec.get': ofZone(),
  'dns.dnssec.edit': ofZone(
    body({
      dnssec_multi_signer: sometimes(boolean),
      dnssec_presigned: sometimes(boolean),
      dnssec_use_nsec3: sometimes(boolean),
      status: sometimes(() => oneOf(['active', 'disabled', text(5)])),
    }),
  ),
  'dns.dnssec.delete': ofZone(),
  'dns.dnssec.zsk.list': ofZone(),
  'dns.usage.account.get': ofAccount(),
  'dns.settings.zone.get': ofZone(),
  'dns.settings.zone.edit': ofZone(
    body({
      ...zoneSettings,
      nameservers: sometimes(
        objectOf({ type: sometimes(word), ns_set: sometimes(() => between(1, 5)), nameserver_set_id: sometimes(word) }),
      ),
    }),
  ),
  'dns.settings.account.get': ofAccount(),
  'dns.settings.account.edit': ofAccount(
    body({
      enforce_dns_only: sometimes(boolean),
      zone_defaults: sometimes(objectOf({ ...zoneSettings, nameservers: sometimes(objectOf({ type: sometimes(word) })) })),
    }),
  ),
  'dns.settings.account.views.create': ofAccount(body(view)),
  'dns.settings.account.views.edit': ofAccount(body({ name: sometimes(view.name), zones: sometimes(view.zones) }, 'view_id')),
  'dns.settings.account.views.get': ofAccount({ item: 'view_id' }),
  'dns.settings.account.views.delete': ofAccount({ item: 'view_id' }),
  'dns.settings.account.views.list': ofAccount({
    members: {
      ...sorting,
      match: sometimes(() => oneOf(['all', 'any'])),
      name: objectOf(textFilter),
      order: sometimes(() => oneOf(['name', 'created_on', text(5)])),
      page,
      per_page,
      zone_id: sometimes(word),
      zone_name: sometimes(word),
    },
  }),
  'dns.analytics.reports.get': ofZone({ members: (({ time_delta, ...others }) => others)(report) }),
  'dns.analytics.reports.bytimes.get': ofZone({ members: { ...report, time_delta: sometimes(word) } }),
  'zones.create': op([], body({ account: objectOf({ id: sometimes(name) }), name, type: sometimes(name) })),
  'zones.list': op([], {
    members: {
      account: objectOf({ id: sometimes(word), name: sometimes(word) }),
      ...sorting,
      match: sometimes(word),
      name: sometimes(word),
      order: sometimes(() => oneOf(['account.id', 'plan.id', text(5)])),
      ...paging(50),
      status: sometimes(word),
      type: sometimes(() => oneOf(['full', 'internal'])),
    },
  }),
  'zones.get': ofZone(),
  'zones.edit': ofZone(
    body({
      '...': () => oneOf([{ paused: boolean() }, { type: name() }, { vanity_name_servers: times(between(0, 3), name) }]),
    }),
  ),
  'zones.delete': ofZone(),
  'accounts.list': op([], { members: { ...sorting, name: sometimes(word), ...paging(50) } }),
  'accounts.get': ofAccount(),
  'accounts.tokens.verify': ofAccount(),
  'user.tokens.verify': op([]),
};
const sendsNothing = (operation) => operations[operation].where === 'nothing';
const hasMembers = (operation) => Object.keys(operations[operation].members).length !== 0;

// The method of the SDK: "dns.records.scan_trigger" is client.dns.records.scanTrigger.
function call(client, operation, params, options) {
  const camel = (part) => (part === 'force_axfr' ? 'forceAXFR' : part.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()));
  const path = operation.split('.').map(camel);
  const method = path.pop();
  const resource = path.reduce((at, part) => at[part], client);
  const { item, ids, members } = operations[operation];
  const { [item]: which, ...others } = params;
  const first = item ? [which] : [];
  // A method without parameters takes the options only.
  const takesParams = ids.length !== 0 || Object.keys(members).length !== 0;
  return takesParams ? resource[method](...first, others, options) : resource[method](options);
}

// ---- cases ----

const printable = range(0x21, 0x7e);
const credentials = () =>
  oneOf([
    () => ({ token: oneOf([hex(40), 'v1.0-abc_DEF~+/=', ' a b ', times(20, () => oneOf(printable)).join('')]) }),
    () => ({ email: oneOf(['user@example.com', 'a+b@example.org', '"a b"@example.com']), key: hex(37) }),
    () => ({ serviceKey: `v1.0-${hex(24)}-${hex(146)}` }),
  ])();

function parameters(operation, changed = {}) {
  const { ids, members } = operations[operation];
  return object({ ...Object.fromEntries(ids.map((member) => [member, id])), ...members }, changed);
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
const extraOf = () => ({ future: json(), ['x-' + text(4)]: json() });
const queryExtraOf = () => ({ future: oneOf([text(9), true, 7]), ['x-' + text(4)]: text(9) });
const oneLine = () => text(9).replace(/[\r\n]/g, '');
const [lone, ...loneTexts] = ['\ud800', 'a\udfffb', '\udc00\ud800', '\ud83d'];

for (const [operation, { ids, members, where }] of Object.entries(operations)) {
  // Each type of record at least once.
  const count = operation.startsWith('dns.records.') && hasMembers(operation) ? Math.max(2 * perOperation, 2 * types.length) : perOperation;
  for (let i = 0; i < count; ++i) {
    const more = chance() < 0.3;
    if (sendsNothing(operation)) {
      if (i % 2) add(operation, { body: more ? extraOf() : {} });
      else differ('content of a POST without parameters', operation);
    } else if (where === 'form') add(operation, more ? { extra: { future: oneLine(), 'x-y': oneLine() } } : {});
    else if (where === 'body') add(operation, more ? { extra: extraOf() } : {});
    else if (hasMembers(operation)) add(operation, more ? { extra: queryExtraOf() } : {});
    else add(operation, more ? { query: queryOf() } : {});
  }
  for (const member of ids) {
    differ('empty id', operation, { [member]: '' });
    for (const segment of ['.', '..']) differ('dot segment', operation, { [member]: segment });
    differ('lone surrogate', operation, { [member]: 'a\ud800' });
  }
  if (where === 'body')
    for (const member of ['name', 'secret', 'ip_range', 'comment', 'status'])
      if (member in members)
        for (const broken of [lone, ...loneTexts]) differ('lone surrogate', operation, { [member]: broken });
  if (where !== 'form' && Object.keys(members).length > 1) {
    // Two members at least.
    const two = {
      'dns.records.batch': { deletes: [], posts: [] },
      'dns.records.edit': { ttl: 1, comment: '' },
      'dns.records.list': { direction: 'asc', page: 2 },
      'dns.records.scan_review': { accepts: [], rejects: [] },
      'dns.dnssec.edit': { dnssec_presigned: true, status: 'active' },
      'dns.settings.zone.edit': { ns_ttl: 60, zone_mode: 'standard' },
      'dns.settings.account.edit': { enforce_dns_only: true, zone_defaults: { ns_ttl: 60 } },
      'dns.settings.account.views.edit': { name: 'a', zones: [] },
      'dns.settings.account.views.list': { direction: 'asc', page: 2 },
      'dns.analytics.reports.get': { limit: 1, metrics: 'a' },
      'dns.analytics.reports.bytimes.get': { limit: 1, metrics: 'a' },
      'zones.list': { direction: 'asc', page: 2 },
      'accounts.list': { direction: 'asc', page: 2 },
      [`${zt}.peers.create`]: { ip: ip() },
      [`${zt}.peers.update`]: { ip: ip() },
    };
    const params = parameters(operation, two[operation]);
    add(operation, { params, order: Object.keys(params).reverse() }, 'order of members');
  }
  if (where === 'query' && !hasMembers(operation)) add(operation, { query: { text: null } }, 'null in a query');
}
for (const operation of [`${zt}.incoming.create`, `${zt}.incoming.update`]) {
  for (const auto_refresh_seconds of [300.5, 86400.000001, 1e21, NaN, Infinity, -Infinity])
    differ('number that its type does not hold', operation, { auto_refresh_seconds });
  for (const auto_refresh_seconds of [9007199254740993n, 9223372036854775807n])
    differ('integer beyond 2^53', operation, { auto_refresh_seconds });
  for (const auto_refresh_seconds of [299, 0, -1, -86400])
    differ('number out of its documented bounds', operation, { auto_refresh_seconds });
}
for (const operation of [`${zt}.peers.create`, `${zt}.peers.update`]) {
  for (const port of [53.5, 0.1, -0.5, 1e21, NaN, Infinity]) differ('number that its type does not hold', operation, { port });
  for (const port of [-1, 4294967296]) differ('number that its type does not hold', operation, { port });
  for (const member of ['ip', 'ixfr_enable', 'port', 'tsig_id']) differ('null in a body', operation, { [member]: null });
}
for (const operation of ['dns.records.create', 'dns.records.update', 'dns.records.edit']) {
  for (const number of [1.5, 1e21, NaN, Infinity])
    differ('number that its type does not hold', operation, { ttl: number });
  for (const number of [-1, 0, 2, 29, 86401, 2 ** 31, Number.MAX_SAFE_INTEGER])
    differ('number out of its documented bounds', operation, { ttl: number });
  for (const member of ['ttl', 'comment', 'private_routing', 'proxied', 'settings', 'tags'])
    differ('null in a body', operation, { [member]: null });
  const params = parameters(operation);
  for (const member of ['content', 'priority', 'data']) delete params[member];
  for (const number of [NaN, Infinity, -Infinity])
    add(operation, { params: { ...params, ...dataOf('LOC'), data: { ...object(rdata.LOC), altitude: number } } },
      'number that JSON does not have');
  for (const number of [1e-7, -2.5e-9, 1e-6, 0.0001, 1.5e20])
    add(operation, { params: { ...params, ...dataOf('LOC'), data: { ...object(rdata.LOC), altitude: number } } },
      'spelling of a number');
  for (const [type, member] of [['SRV', 'port'], ['URI', 'priority'], ['MX', 'priority'], ['CAA', 'flags']])
    for (const number of [-1, 65536, 0.5]) {
      const data = dataOf(type);
      (member in data ? data : data.data)[member] = number;
      add(operation, { params: { ...params, ...data } }, 'number that its type does not hold');
    }
  for (const broken of [lone, ...loneTexts]) {
    add(operation, { params: { ...params, ...dataOf('SRV'), data: { ...object(rdata.SRV), target: broken } } }, 'lone surrogate');
    differ('lone surrogate', operation, { tags: ['a', broken] });
  }
}
for (const operation of ['dns.records.list', 'zones.list', 'accounts.list']) {
  for (const number of [0, -1, 1.5, 2 ** 32, NaN]) {
    const held = number === 0;
    differ(held ? 'number out of its documented bounds' : 'number that its type does not hold', operation, { page: number });
  }
  differ('number out of its documented bounds', operation, { per_page: operation === 'dns.records.list' ? 5_000_001 : 51 });
  differ('member that is null in a query', operation, { direction: null });
  if (operation !== 'accounts.list')
    differ('member that is null in a query', operation, { [operation === 'zones.list' ? 'account' : 'comment']: { name: null, exact: null } });
}
for (const types of [['full', 'internal'], ['full', 'partial', 'secondary']]) differ('list of types', 'zones.list', { type: types });
for (const changed of [{ paused: true, type: 'full' }, { type: 'full', vanity_name_servers: [] }])
  add('zones.edit', { params: { zone_id: hex(32), ...changed } }, 'more than one change of a zone');
add('zones.edit', { params: { zone_id: hex(32) } }, 'more than one change of a zone');
for (const name of ['dir/zone.txt', 'c:\\zone.txt', '/'])
  differ('file name with a path', 'dns.records.import', { file: new FormFile(name, 'text/plain', 'a') });
for (const name of ['tab\t.txt', 'nul\u0000', '\u007f', ''])
  differ('file name that is refused', 'dns.records.import', { file: new FormFile(name, 'text/plain', 'a') });
differ('file without a type', 'dns.records.import', { file: new FormFile('zone.txt', '', 'a') });
add('dns.records.import', { extra: { future: 'a\nb\rc' } }, 'ends of lines in a form');
differ('null in a form', 'dns.records.import', { proxied: null });
for (const token of ['a\u0000b', 'a\nb', 'a\r\nX-Other: 1', 'a\u007fb', 'a\tb'])
  add(`${zt}.incoming.get`, { credentials: { token } }, 'control character in a credential');
for (const email of ['us\u00e9r@example.com', '\u{1f600}@example.com', '\u4e2d@example.com'])
  add(`${zt}.acls.list`, { credentials: { email, key: hex(37) } }, 'credential beyond ASCII');
for (const empty of [{ token: '' }, { email: '', key: 'k' }, { email: 'user@example.com', key: '' }, { serviceKey: '' }])
  add(`${zt}.peers.list`, { credentials: empty }, 'empty credential');

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
  const asked = {};
  for (const member of order ?? Object.keys(params)) {
    const value = params[member];
    if (value instanceof FormFile) asked[member] = new File([value.content], value.name, { type: value.type });
    else asked[member] = typeof value === 'bigint' ? Number(value) : value;
  }
  Object.assign(asked, extra);
  const options = { ...(query && { query }), ...(body && { body }) };
  try {
    const response = await call(client, operation, asked, options).asResponse();
    return await response.json();
  } catch (problem) {
    return { refused: `${problem.name}: ${problem.message} ${problem.cause ?? ''}` };
  }
}

// Text that is not Unicode goes as bytes, numbers that JSON does not have as text, and what is kept as JSON as the text of
// each member.
function encoded(value) {
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value === 'bigint') return { $number: String(value) };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : { $number: String(value) };
  if (value?.[isRaw]) return { $raw: Object.entries(value).map(([member, each]) => [member, JSON.stringify(each)]) };
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([member, each]) => [member, encoded(each)]));
  if (typeof value !== 'string' || !/\p{Surrogate}/u.test(value)) return value;
  let bytes = '';
  for (const character of value) {
    const code = character.codePointAt(0);
    const lone = code >= 0xd800 && code <= 0xdfff;
    const each = lone ? [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)] : Buffer.from(character);
    bytes += Buffer.from(each).toString('hex');
  }
  return { $bytes: bytes };
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
