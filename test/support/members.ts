// Two members of a room in a process of their own: one speaks at a steady pace, the other notes when each line arrives.
// Forked with one JSON argument; says 'ready', waits for 'go', and ends with what it saw.
import { connect, type TLSSocket } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';

/** What the two are to do. */
export interface MembersTask {
  readonly port: number;
  readonly password: string;
  readonly room: string;
  readonly messages: number;
  /** Milliseconds from one message to the next. */
  readonly paceMs: number;
}

/** When each message was sent and when it arrived, in milliseconds since 1970; in the order of arrival. */
export interface MembersReport {
  readonly deliveries: readonly { readonly sent: number; readonly arrived: number }[];
}

async function enter(task: MembersTask, nick: string): Promise<TLSSocket> {
  const socket = connect({
    host: '127.0.0.1',
    port: task.port,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.3',
  });
  socket.setNoDelay(true);
  socket.setEncoding('utf8');
  const pass = task.password === '' ? '' : `PASS ${task.password}\r\n`;
  socket.write(`${pass}NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nJOIN ${task.room}\r\n`);
  let seen = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    seen += String(chunk);
    for (const ping of seen.matchAll(/^PING (\S+)\r\n/gm)) socket.write(`PONG ${ping[1] ?? ''}\r\n`);
    if (seen.includes(' 366 ')) return socket;
  }
  throw new Error(`${nick} did not get in: ${seen}`);
}

function listen(socket: TLSSocket, expected: number): Promise<MembersReport> {
  const deliveries: { sent: number; arrived: number }[] = [];
  let rest = '';
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after ${deliveries.length} of ${expected}`)));
    socket.on('data', (chunk: string) => {
      const arrived = Date.now();
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const sent = / PRIVMSG \S+ :?at (\d+)$/.exec(line)?.[1];
        if (sent !== undefined) deliveries.push({ sent: Number(sent), arrived });
      }
      if (deliveries.length === expected) resolve({ deliveries });
    });
    socket.resume();
  });
}

async function main(task: MembersTask): Promise<MembersReport> {
  const speaker = await enter(task, 'speaker');
  const listener = await enter(task, 'listener');
  const report = listen(listener, task.messages);
  speaker.resume();
  process.send?.('ready');
  await new Promise(resolve => process.once('message', resolve));
  for (let count = 0; count < task.messages; count++) {
    speaker.write(`PRIVMSG ${task.room} :at ${Date.now()}\r\n`);
    await wait(task.paceMs);
  }
  const result = await report;
  speaker.end('QUIT\r\n');
  listener.end('QUIT\r\n');
  return result;
}

if (process.send) {
  const result = await main(JSON.parse(process.argv[2] ?? '{}') as MembersTask);
  process.send(result, () => process.disconnect());
}
