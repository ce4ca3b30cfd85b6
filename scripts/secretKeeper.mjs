// VS Code in a browser seals what extensions keep in its secret storage with a key that it asks its server for. The bare
// server has none, and after a reload the user would be another person. This stands in front of it and answers that.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

const host = '127.0.0.1';
const keyBytes = 32;

/** The key of earlier starts, or a new one that only this user can read. */
function keyIn(file) {
  try {
    const key = readFileSync(file);
    if (key.length === keyBytes) return key;
  } catch {
    // The first start.
  }
  const key = randomBytes(keyBytes);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, key, { mode: 0o600 });
  return key;
}

/** Only a page of this very address gets the key: other sites may ask, too, and under other names for this machine. */
function isOwnPage({ headers }, port) {
  const site = headers['sec-fetch-site'] ?? 'same-origin';
  const names = [`${host}:${port}`, `localhost:${port}`];
  return names.includes(headers.host ?? '') && (site === 'same-origin' || site === 'none');
}

/** Hands a request on, and what answers it back. */
function passOn(request, response, target) {
  const { method, url, headers } = request;
  const onward = http.request({ host, port: target, method, path: url, headers }, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

/** A WebSocket: from its first line on its bytes are handed on as they come. */
function passUpgrade(request, socket, head, target) {
  const onward = net.connect(target, host, () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let at = 0; at < request.rawHeaders.length; at += 2)
      lines.push(`${request.rawHeaders[at]}: ${request.rawHeaders[at + 1]}`);
    onward.write(`${lines.join('\r\n')}\r\n\r\n`);
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  for (const [one, other] of [
    [socket, onward],
    [onward, socket],
  ])
    one.on('error', () => other.destroy()).on('close', () => other.destroy());
}

/**
 * Listens in front of VS Code's server. The address stays the same between starts where `port` does: what the browser
 * keeps belongs to it.
 * @param {{ port: number, target: number, keyFile: string }} options 0 for any free port; where the server listens; where
 *   the key is kept
 * @returns {Promise<{ origin: string, close: () => void }>}
 */
export async function keepSecrets({ port, target, keyFile }) {
  const key = keyIn(keyFile);
  const server = http.createServer((request, response) => {
    const isAsked = request.method === 'POST' && request.url === '/mint-key';
    if (!isAsked) return passOn(request, response, target);
    const isOwn = isOwnPage(request, server.address().port);
    response.writeHead(isOwn ? 200 : 403, { 'content-type': 'application/octet-stream' });
    response.end(isOwn ? key : '');
  });
  server.on('upgrade', (request, socket, head) => passUpgrade(request, socket, head, target));
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://${host}:${server.address().port}`, close };
}
