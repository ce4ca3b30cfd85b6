import type { TLSSocket } from 'node:tls';
import type { TlsIdentity } from '../../../src/net/tls.ts';
import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 30;
const offersEach = 20;
const pullsEach = 8;
const size = 1_000_000_000;
const stayMs = 15_000;

/** Asks on a connection for files. @returns the answer's words, none when it closed */
async function ask(socket: TLSSocket, line: string): Promise<string[]> {
  socket.setEncoding('utf8').write(`${line}\n`);
  return new Promise(resolve => {
    socket.once('data', (text: string) => resolve(text.trim().split(' ')));
    socket.once('close', () => resolve([]));
  });
}

interface Holder {
  readonly index: number;
  readonly identity: TlsIdentity;
}

/** Offers files that it never sends. @returns what to fetch them by */
async function offer(scene: Scene, { index, identity }: Holder): Promise<string> {
  const socket = await scene.tls(index, identity, 'pychat-file');
  const [, id = '', secret = ''] = await ask(socket, `OFFER #chat ${size}`);
  return `${id} ${secret}`;
}

/** Asks for a file and never reads it, if it should come. */
async function pull(scene: Scene, { index, identity }: Holder, ticket: string): Promise<void> {
  const socket = await scene.tls(index, identity, 'pychat-file');
  socket.pause().write(`FETCH ${ticket} 0\n`);
}

/** A key that offers all it may, pulls all it may, and asks what is no request. */
async function visit(scene: Scene, index: number): Promise<void> {
  const identity = await scene.newIdentity();
  const holder = { index, identity };
  const visitor = await scene.member(index, identity);
  await visitor.ask(['JOIN #chat']);
  const tickets: string[] = [];
  for (let made = 0; made < scene.many(offersEach); made++) tickets.push(await offer(scene, holder));
  for (let pulled = 0; pulled < pullsEach; pulled++)
    await pull(scene, holder, tickets[pulled % tickets.length] ?? '');
  await ask(await scene.tls(index, identity, 'pychat-file'), 'SEND none');
  await ask(await scene.tls(index, identity, 'pychat-file'), 'x'.repeat(400));
  await scene.untilClosed(visitor.socket, stayMs);
}

export const files: Attack = {
  name: 'files',
  by: 'member',
  about: '30 keys offer 20 files each that they never send, and hold 8 pulls each that they never read',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
