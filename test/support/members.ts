// Members of a room in a process of their own: some speak in turn, one notes when each line arrives.
// Forked with one JSON argument; says 'ready', waits for 'go', and ends with what it saw.
import { connect, type TLSSocket } from 'node:tls';
import { setTimeout as wait } from 'node:timers/promises';

/** What they are to do. */
export interface MembersTask {
  readonly port: number;
  readonly password: string;
  readonly room: string;
  /** As many as it takes for none to be held back for speaking too fast. */
  readonly speakers: number;
  readonly messages: number;
  /** Milliseconds from one message to the next, whoever says it. */
  readonly paceMs: number;
}

/** When a message was sent and when it arrived, in milliseconds since 1970, with fractions. */
export interface Delivery {
  readonly sent: number;
  readonly arrived: number;
}

/** What the listener saw, in the order of arrival. */
export interface MembersReport {
  readonly deliveries: readonly Delivery[];
}

const now = (): number => performance.timeOrigin + performance.now();

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
  const deliveries: Delivery[] = [];
  let rest = '';
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed after ${deliveries.length} of ${expected}`)));
    socket.on('data', (chunk: string) => {
      const arrived = now();
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const sent = / PRIVMSG \S+ :?at ([\d.]+)$/.exec(line)?.[1];
        if (sent !== undefined) deliveries.push({ sent: Number(sent), arrived });
      }
      if (deliveries.length === expected) resolve({ deliveries });
    });
    socket.resume();
  });
}

async function speak(task: MembersTask, speakers: readonly TLSSocket[]): Promise<void> {
  const start = now();
  for (let count = 0; count < task.messages; count++) {
    await wait(start + count * task.paceMs - now());
    speakers[count % speakers.length]?.write(`PRIVMSG ${task.room} :at ${now().toFixed(3)}\r\n`);
  }
}

async function main(task: MembersTask): Promise<MembersReport> {
  const speakers: TLSSocket[] = [];
  for (let number = 1; number <= task.speakers; number++)
    speakers.push((await enter(task, `speaker${number}`)).resume());
  const listener = await enter(task, 'listener');
  const report = listen(listener, task.messages);
  process.send?.('ready');
  await new Promise(resolve => process.once('message', resolve));
  await speak(task, speakers);
  const result = await report;
  for (const socket of [...speakers, listener]) socket.end('QUIT\r\n');
  return result;
}

if (process.send) {
  const result = await main(JSON.parse(process.argv[2] ?? '{}') as MembersTask);
  process.send(result, () => process.disconnect());
}
