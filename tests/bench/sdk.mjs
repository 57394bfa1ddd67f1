// SPDX-License-Identifier: BSL-1.0
// Times whole calls of the official TypeScript SDK over an injected fetch that answers at once from memory, beside those of
// "D call in memory" and "B1".
//
//   node sdk.mjs MODULES [PREFIX]     MODULES is a folder with node_modules/cloudflare; only works whose names begin with PREFIX
//
// Prints lines of "work<TAB>who<TAB>nanoseconds<TAB>allocations".
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(resolve(process.argv[2], 'package.json'));
const { Cloudflare } = require('cloudflare');

const response = JSON.stringify({
  errors: [], messages: [], success: true,
  result: {
    id: '269d8f4853475ca241c4e730be286b20', auto_refresh_seconds: 86400,
    checked_time: '2019-10-24T17:09:42.883908+01:00', created_time: '2019-10-24T17:09:42.883908+01:00',
    modified_time: '2019-10-24T17:09:42.883908+01:00', name: 'www.example.com.',
    peers: ['23ff594956f20c2a721606e94745a8aa', '00920f38ce07c2e2f4df50b1f61d4194'], soa_serial: 2019102400,
  },
});
const hex = (n) => n.toString(16).padStart(32, '0');
const peers = JSON.stringify({
  errors: [], messages: [], success: true,
  result: Array.from({ length: 50000 }, (_, i) => ({
    id: hex(i + 1), name: `my-peer-${i}`, ip: `192.0.2.${i % 256}`, ixfr_enable: i % 2 === 0, port: 53, tsig_id: hex(i + 7),
  })),
});
const client = (text) => new Cloudflare({
  apiToken: '0123456789012345678901234567890123456789', maxRetries: 0,
  fetch: async () => new Response(text, { status: 200, headers: { 'content-type': 'application/json', 'cf-ray': '1-A' } }),
});

// The median of nine batches, as of those of the other programs.
async function median(rounds, work) {
  const took = [];
  for (let batch = 0; batch < 9; ++batch) {
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; ++round) await work();
    took.push(Number(process.hrtime.bigint() - start) / rounds);
  }
  return took.sort((a, b) => a - b)[4];
}

const one = client(response), many = client(peers);
const call = () => one.dns.zoneTransfers.incoming.create({
  zone_id: '269d8f4853475ca241c4e730be286b20', auto_refresh_seconds: 86400, name: 'www.example.com.',
  peers: ['23ff594956f20c2a721606e94745a8aa', '00920f38ce07c2e2f4df50b1f61d4194'],
});
const list = async () => {
  let count = 0;
  for await (const peer of many.dns.zoneTransfers.peers.list({ account_id: hex(1) })) count += peer.id.length !== 0;
  if (count !== 50000) throw new Error(`${count} peers`);
};
for (const [work, rounds, run] of [['D call in memory', 2000, call], ['B1 50,000 peers', 3, list]]) {
  if (work.startsWith(process.argv[3] ?? '')) {
    console.log(`${work}\tofficial TypeScript SDK\t${await median(rounds, run)}\t?`);
  }
}
