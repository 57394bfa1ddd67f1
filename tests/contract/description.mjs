// SPDX-License-Identifier: BSL-1.0
// Joins OpenAPI descriptions into one, for a server that takes one.
//
//   node description.mjs OUTPUT TYPES DESCRIPTION...
//
// Names of components that occur in several of them get the number of their description. The descriptions have `data` of a
// record as an object of any content: its members by the type of the record are those that TYPES declares, which is
// resources/dns/records.d.ts of the official TypeScript SDK. Kinds of name servers that are newer than the descriptions are added.
import { readFileSync, writeFileSync } from 'node:fs';

const [output, declarations, ...files] = process.argv.slice(2);
const joined = { openapi: '3.0.3', info: { title: 'Cloudflare DNS', version: '4' }, paths: {}, components: {} };
for (const [number, file] of files.entries()) {
  // Every reference is "#/components/KIND/NAME".
  const renamed = (reference) => (number === 0 ? reference : `${reference}.${number}`);
  const description = JSON.parse(readFileSync(file, 'utf8'), (key, value) =>
    key === '$ref' && typeof value === 'string' ? renamed(value) : value,
  );
  joined.openapi = description.openapi;
  joined.info = description.info;
  joined.security ??= description.security;
  for (const [path, methods] of Object.entries(description.paths)) joined.paths[path] = { ...joined.paths[path], ...methods };
  for (const [kind, components] of Object.entries(description.components ?? {}))
    for (const [name, component] of Object.entries(components))
      (joined.components[kind] ??= {})[kind === 'securitySchemes' ? name : renamed(name)] = component;
}

// ---- the types of records ----

function schemaOf(declared) {
  if (declared === 'number' || declared === 'string' || declared === 'boolean') return { type: declared };
  const literals = declared.split(' | ').map((each) => /^'([^']*)'$/.exec(each)?.[1]);
  if (literals.includes(undefined)) throw new Error(`A member of data has the type ${declared}`);
  return { type: 'string', enum: literals };
}

// The members of `data` in the parameters of `create`, by the type of the record; undefined if there are none.
function recordTypes(text) {
  const types = {};
  const [, params] = /\nexport declare namespace RecordCreateParams \{\n([\s\S]*?)\n\}/.exec(text);
  for (const [, name, members] of params.matchAll(/^    interface (\w+) \{\n([\s\S]*?)^    \}/gm)) {
    const type = /^        type: '(\w+)';/m.exec(members)?.[1];
    if (!type) continue;
    const data = new RegExp(`^    namespace ${name} \\{\\n[\\s\\S]*?^        interface Data \\{\\n([\\s\\S]*?)^        \\}`, 'm');
    const has = /^        data\?: /m.test(members);
    types[type] = has
      ? Object.fromEntries(
          [...data.exec(params)[1].matchAll(/^            (\w+)\?: ([^;]+);/gm)].map(([, member, declared]) => [
            member,
            schemaOf(declared),
          ]),
        )
      : undefined;
  }
  return types;
}

const types = recordTypes(readFileSync(declarations, 'utf8'));
let records = 0;
for (const schema of Object.values(joined.components.schemas)) {
  const { type, data, created_on } = schema.properties ?? {};
  if (data?.type !== 'object' || data.properties || created_on) continue; // not the parameters of a record
  const { enum: all } = type.$ref ? joined.components.schemas[type.$ref.split('/').pop()] : type;
  if (String([...all].sort()) !== String(Object.keys(types).sort()))
    throw new Error(`The description has the types ${all}, the SDK ${Object.keys(types)}`);
  schema.oneOf = Object.entries(types).map(([each, properties]) => ({
    properties: {
      type: { type: 'string', enum: [each] },
      ...(properties && { data: { type: 'object', properties, additionalProperties: false } }),
    },
    ...(!properties && { not: { required: ['data'] } }),
  }));
  ++records;
}
if (records === 0) throw new Error('No record has data of any content: the types need not be added');

// ---- kinds of name servers ----

// The official SDK has two more for zones, and one of them for accounts.
let kinds = 0;
for (const schema of Object.values(joined.components.schemas)) {
  const known = schema.properties?.nameservers?.properties?.type?.enum;
  if (!known) continue;
  for (const one of ['cloudflare.advanced', 'custom']) {
    if (known.includes(one)) throw new Error(`The description has name servers of the type ${one}`);
    known.push(one);
  }
  ++kinds;
}
if (kinds === 0) throw new Error('No schema has kinds of name servers');

writeFileSync(output, JSON.stringify(joined));
console.log(
  `${Object.keys(joined.paths).length} paths of ${files.length} descriptions; ` +
    `${Object.keys(types).length} types of records in ${records} schemas`,
);
