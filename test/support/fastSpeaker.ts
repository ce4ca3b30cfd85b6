// Somebody with a bare IRC connection, in a process of their own, who says numbered lines as fast as the relay takes them
// until the relay is gone. Forked; each message from the parent begins one such visit.
import { connect, type TLSSocket } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';
import { numberedLine } from './numberedLine.ts';

/** One visit: into the room of the relay at this port, the first line with this number. */
export interface Visit {
  readonly port: number;
  readonly room: string;
  readonly first: number;
}

/** What the parent hears: that the first line is out, then, when the relay is gone, the number of the last one. */
export type Heard = { readonly type: 'speaking' } | { readonly type: 'gone'; readonly last: number };

const paceMs = 10;

async function enter({ port, room }: Visit): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, minVersion: 'TLSv1.3' });
  // That the relay is killed is what this is for.
  socket.on('error', () => undefined);
  socket.setEncoding('utf8');
  socket.write(`NICK fast\r\nUSER fast 0 * :fast\r\nJOIN ${room}\r\n`);
  let seen = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    seen += String(chunk);
    if (seen.includes(' 366 ')) return socket;
  }
  throw new Error(`did not get in: ${seen}`);
}

async function visit(given: Visit): Promise<void> {
  const socket = await enter(given);
  const closed = new Promise(resolve => socket.resume().once('close', resolve));
  let last = given.first - 1;
  while (!socket.destroyed) {
    last += 1;
    socket.write(`PRIVMSG ${given.room} :${numberedLine(last)}\r\n`);
    if (last === given.first) process.send?.({ type: 'speaking' } satisfies Heard);
    await wait(paceMs);
  }
  await closed;
  process.send?.({ type: 'gone', last } satisfies Heard);
}

process.on('message', (given: Visit) => void visit(given));
