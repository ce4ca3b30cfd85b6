import { once } from 'node:events';
import { createServer, type TLSSocket } from 'node:tls';
import { serverTlsOptions } from '../../../src/net/tls.ts';
import { createIdentity } from '../../../src/trust/identity.ts';
import { attackedNick, attackedRoom } from './names.ts';
import { type Scenario, scenarios } from './scenarios.ts';

/** What it offers: all that a client uses. */
const capabilities =
  'batch cap-notify draft/chathistory draft/event-playback draft/message-redaction ' +
  'draft/multiline=max-bytes=65536 draft/read-marker echo-message labeled-response message-tags server-time';

/*
 * A server that lets a client into the room and then does what its scenario says, as fast as the client reads. Runs in a
 * process of its own: `node hostileServer.ts SCENARIO`, and prints its port.
 */

const scenario = scenarios.find(({ name }) => name === process.argv[2]);
if (scenario === undefined) throw new Error(`no scenario ${process.argv[2] ?? ''}`);

function answer(line: string, { answersHistory = false }: Scenario): readonly string[] {
  const [, label = '', command = '', rest = ''] = /^(?:@label=(\S+) )?(\S+) ?(.*)$/.exec(line) ?? [];
  switch (command) {
    case 'CAP':
      return answerCap(rest);
    case 'JOIN':
      return rest
        .split(' ')[0]!
        .split(',')
        .flatMap(room => [
          `:${attackedNick}!u@host.test JOIN ${room}`,
          `:s 353 ${attackedNick} = ${room} :${attackedNick} bob`,
          `:s 366 ${attackedNick} ${room} :End`,
        ]);
    case 'CHATHISTORY':
      if (!answersHistory) return [];
      return [`@label=${label} BATCH +${label} chathistory ${rest.split(' ')[1] ?? ''}`, `BATCH -${label}`];
    case 'PING':
      return [`:s PONG s ${rest}`];
    default:
      return [];
  }
}

function answerCap(rest: string): readonly string[] {
  if (rest.startsWith('LS')) return [`:s CAP * LS :${capabilities}`];
  if (rest.startsWith('REQ')) return [`:s CAP * ACK ${rest.slice(4)}`];
  return [
    `:s 001 ${attackedNick} :Welcome`,
    `:s 005 ${attackedNick} CHANTYPES=# :are`,
    `:s 422 ${attackedNick} :no`,
  ];
}

/** Sends what the scenario gives, waiting only for the socket to drain. */
async function attack(socket: TLSSocket, { flood }: Scenario): Promise<void> {
  for (const lines of flood()) {
    if (socket.destroyed || !socket.writable) return;
    if (!socket.write(lines.map(line => `${line}\r\n`).join(''))) {
      const gone = new AbortController();
      const { signal } = gone;
      await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]).catch(
        () => undefined,
      );
      gone.abort();
    }
  }
}

function serve(socket: TLSSocket, served: Scenario): void {
  let rest = '';
  let isAttacking = false;
  socket.on('error', () => undefined);
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      for (const said of answer(line, served)) socket.write(`${said}\r\n`);
      if (isAttacking || !line.includes(`JOIN ${attackedRoom}`)) continue;
      isAttacking = true;
      void attack(socket, served);
    }
  });
}

const identity = await createIdentity({ name: 'hostile', now: new Date() });
const server = createServer(serverTlsOptions(identity), socket => serve(socket, scenario));
server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
process.stdout.write(`${address !== null && typeof address === 'object' ? address.port : 0}\n`);
