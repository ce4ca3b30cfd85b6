import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepSecrets } from '../../scripts/secretKeeper.mjs';

let server: http.Server;
let target: number;
let folder: string;
let front: Awaited<ReturnType<typeof keepSecrets>>;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pychat-keeper-'));
  server = http.createServer((request, response) => {
    response.writeHead(201, { 'x-host': request.headers.host ?? '' });
    request.pipe(response);
  });
  server.on('upgrade', (request, socket) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nx-of: ${String(request.headers['x-of'])}\r\n\r\n`);
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  target = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const keyFile = (): string => path.join(folder, 'deeper', 'secret.key');
beforeEach(async () => void (front = await keepSecrets({ port: 0, target, keyFile: keyFile() })));
afterEach(() => front.close());

/** What is answered to a request with these headers. */
async function ask(headers: Record<string, string>, method = 'POST', url = '/mint-key') {
  const request = http.request(`${front.origin}${url}`, { method, headers }).end();
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  const body = Buffer.concat((await answer.toArray()) as Buffer[]);
  return { status: answer.statusCode, body };
}

describe('the keeper of secrets', () => {
  it('gives the page a key of 32 bytes, the same one at the next start', async () => {
    const { status, body } = await ask({});
    expect([status, body.length]).toEqual([200, 32]);
    front.close();
    front = await keepSecrets({ port: 0, target, keyFile: keyFile() });
    expect((await ask({ 'sec-fetch-site': 'same-origin' })).body).toEqual(body);
    expect(statSync(keyFile()).mode & 0o077).toBe(0);
  });

  it.each([
    { host: 'evil.example:8101' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('gives it to nobody else: %o', async headers => {
    expect(await ask(headers)).toEqual({ status: 403, body: Buffer.alloc(0) });
  });

  it('hands on everything else, and the answers back', async () => {
    const response = await fetch(`${front.origin}/any?x=1`, { method: 'PUT', body: 'hello' });
    expect([response.status, await response.text()]).toEqual([201, 'hello']);
    expect(`http://${response.headers.get('x-host') ?? ''}`).toBe(front.origin);
    expect((await ask({}, 'GET')).status).toBe(201);
  });

  it('hands on what a WebSocket says, both ways', async () => {
    const socket = net.connect(Number(new URL(front.origin).port), '127.0.0.1');
    socket.write(
      'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Of: me\r\n\r\n',
    );
    socket.setEncoding('latin1');
    const [head] = (await once(socket, 'data')) as [string];
    expect(head).toContain('101 Switching Protocols\r\nx-of: me');
    socket.write('\x81\x00\xff', 'latin1');
    expect(await once(socket, 'data')).toEqual(['\x81\x00\xff']);
    socket.destroy();
  });

  it('stays when the server behind it is gone', async () => {
    const nobody = await keepSecrets({ port: 0, target: 1, keyFile: keyFile() });
    await expect(fetch(nobody.origin)).rejects.toThrow();
    expect((await fetch(`${nobody.origin}/mint-key`, { method: 'POST' })).status).toBe(200);
    nobody.close();
  });
});
