// SPDX-License-Identifier: BSL-1.0
// Joins OpenAPI descriptions into one, for a server that takes one.
//
//   node description.mjs OUTPUT DESCRIPTION...
//
// Names of components that occur in several of them get the number of their description.
import { readFileSync, writeFileSync } from 'node:fs';

const [output, ...files] = process.argv.slice(2);
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
writeFileSync(output, JSON.stringify(joined));
console.log(`${Object.keys(joined.paths).length} paths of ${files.length} descriptions`);
