// Many people with bare IRC connections, in a process of their own: each comes, says a few numbered lines and goes.
// node flood.ts PORT ROOM LINES
import { once } from 'node:events';
import { connect } from 'node:tls';

/** As many as the relay takes at once from one person. */
const linesEach = 30;
const atOnce = 8;

async function visit(port: number, room: string, lines: readonly string[]): Promise<void> {
  const nick = `v${lines[0]?.replace(/\D/g, '') ?? ''}`;
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, minVersion: 'TLSv1.3' });
  socket.resume();
  socket.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nJOIN ${room}\r\n`);
  socket.write(lines.map(line => `PRIVMSG ${room} :${line}\r\n`).join(''));
  socket.write('QUIT\r\n');
  await once(socket, 'close');
}

const [port = '', room = '', count = ''] = process.argv.slice(2);
const lines = Array.from({ length: Number(count) }, (_, number) => `line ${number}`);
const visits = Array.from({ length: Math.ceil(lines.length / linesEach) }, (_, visitor) =>
  lines.slice(visitor * linesEach, (visitor + 1) * linesEach),
);

async function work(): Promise<void> {
  for (let next = visits.shift(); next; next = visits.shift()) await visit(Number(port), room, next);
}

await Promise.all(Array.from({ length: atOnce }, work));
