// SPDX-License-Identifier: BSL-1.0
// The server of the runs that compare the official SDKs with cfdns: the first segment of a target says how
// it answers. It keeps what it received, by that segment. It listens on 127.0.0.1 and, for redirects to
// another host, on 127.0.0.2.
//
//   node sdk_server.mjs
//
// prints its origin, and shows what it received, one line a request, when its standard input ends.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const envelope = (result, more = {}) =>
  JSON.stringify({ errors: [], messages: [], success: true, result, ...more });
const page = '<html><body>Bad things happen</body></html>';
const id = '269d8f4853475ca241c4e730be286b20';
const configuration = { id, name: 'www.example.com.', soa_serial: 4294967295 };
const refusal = { success: false, errors: [{ code: 1000, message: 'refused' }] };

const json = (status, text) => (response) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
const html = (status) => (response) =>
  response.writeHead(status, { 'content-type': 'text/html', 'cf-ray': '86610873f8d987a9-IAD' }).end(page);
function redirect(status) {
  return (response, { port, url }) => {
    const path = url.replace(/^\/[^/]*/, '/elsewhere');
    response.writeHead(status, { location: `http://127.0.0.2:${port}${path}` }).end();
  };
}

// Both end by themselves: a response that stalls is cut after four seconds.
function stall(response) {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"errors":[],');
  setTimeout(() => response.destroy(), 4000);
}
function drip(response) {
  response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  const bytes = [...' '.repeat(12), envelope(configuration)];
  const more = () => (bytes.length > 1 ? response.write(bytes.shift()) : response.end(bytes.shift()));
  const timer = setInterval(more, 300);
  response.on('close', () => clearInterval(timer));
}

const answers = {
  echo: json(200, envelope(configuration)),
  elsewhere: json(200, envelope(configuration)),
  refused: json(200, envelope(null, refusal)),
  html_200: html(200),
  html_404: html(404),
  html_502: html(502),
  lost: (response) => response.socket.destroy(),
  status_503: json(503, envelope(null, refusal)),
  stall,
  drip,
  redirect_302: redirect(302),
  redirect_307: redirect(307),
};

export async function serve() {
  const received = {};
  let port = 0;
  const answer = async (request, response) => {
    const name = request.url.split('/')[1];
    const body = [];
    for await (const chunk of request) body.push(chunk);
    const headers = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) headers.push(request.rawHeaders.slice(i, i + 2));
    const { method, url } = request;
    (received[name] ??= []).push({ method, url, headers, body: Buffer.concat(body).toString('utf8') });
    (answers[name] ?? json(404, envelope(null, refusal)))(response, { port, url });
  };
  const servers = [];
  for (const address of ['127.0.0.1', '127.0.0.2']) {
    const server = createServer(answer).listen(port, address);
    await once(server, 'listening');
    port = server.address().port;
    servers.push(server);
  }
  const close = () => servers.forEach((server) => (server.closeAllConnections(), server.close()));
  const requests = (name) => received[name]?.splice(0) ?? [];
  return { origin: `http://127.0.0.1:${port}`, received, requests, close };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const server = await serve();
  console.log(server.origin);
  for await (const line of process.stdin) void line;
  for (const [name, all] of Object.entries(server.received))
    for (const each of all) console.log(name, JSON.stringify(each));
  server.close();
}
