// The floor: the least that a chat server in Node can do. It understands NICK, USER, JOIN, PRIVMSG and PING, and believes
// everything. What is said in a turn of the event loop is gathered by channel; all who get the same bytes share one
// buffer, and each socket is written to once.
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { serverTlsOptions } from '../../../../src/net/tls.ts';

/** How many turns in which something came may go by before what was gathered leaves. */
const mostTurns = Number(process.argv[4]);

interface Said {
  readonly by: Client;
  readonly bytes: Buffer;
}

class Channel {
  readonly members = new Set<Client>();
  readonly speakers = new Set<Client>();
  said: Said[] = [];
}

class Client {
  nick = '';
  source = '';
  rest: Buffer | undefined;
  readonly socket: TLSSocket;

  constructor(socket: TLSSocket) {
    this.socket = socket;
  }
}

const channels = new Map<string, Channel>();
const changed = new Set<Channel>();
let news = false;
let turns = 0;

const join = (said: readonly Said[]): Buffer => Buffer.concat(said.map(({ bytes }) => bytes));

function flush(): void {
  for (const channel of changed) {
    const { members, speakers, said } = channel;
    const all = join(said);
    for (const member of members) {
      const own = speakers.has(member) ? join(said.filter(({ by }) => by !== member)) : all;
      if (own.length > 0) member.socket.write(own);
    }
    channel.said = [];
    speakers.clear();
  }
  changed.clear();
}

function endTurn(): void {
  if (news && ++turns < mostTurns) {
    news = false;
    setImmediate(endTurn);
    return;
  }
  turns = 0;
  flush();
}

function say(client: Client, channel: Channel, bytes: Buffer): void {
  if (changed.size === 0) setImmediate(endTurn);
  news = true;
  changed.add(channel);
  channel.speakers.add(client);
  channel.said.push({ by: client, bytes });
}

function enter(client: Client, name: string): void {
  const channel = channels.get(name) ?? new Channel();
  channels.set(name, channel);
  channel.members.add(client);
  const line = `${client.source}JOIN ${name}\r\n`;
  for (const member of channel.members) member.socket.write(line);
  client.socket.write(`:floor 366 ${client.nick} ${name} :End of NAMES\r\n`);
}

function obey(client: Client, line: string): void {
  const [command = '', first = ''] = line.split(' ', 2);
  if (command === 'PRIVMSG') {
    const channel = channels.get(first);
    if (channel !== undefined) say(client, channel, Buffer.from(`${client.source}${line}\r\n`, 'latin1'));
  } else if (command === 'PING') client.socket.write(`:floor PONG floor ${first}\r\n`);
  else if (command === 'JOIN') enter(client, first);
  else if (command === 'NICK') client.nick = first;
  else if (command === 'USER') {
    client.source = `:${client.nick}!${first}@127.0.0.1 `;
    client.socket.write(`:floor 001 ${client.nick} :Welcome\r\n:floor 422 ${client.nick} :No MOTD\r\n`);
  }
}

function read(client: Client, chunk: Buffer): void {
  const data = client.rest === undefined ? chunk : Buffer.concat([client.rest, chunk]);
  let at = 0;
  for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, at)) {
    obey(client, data.toString('latin1', at, end - 1));
    at = end + 1;
  }
  client.rest = at === data.length ? undefined : data.subarray(at);
}

const [certificate = '', privateKey = ''] = process.argv.slice(2, 4).map(file => readFileSync(file, 'utf8'));
const server = createServer(serverTlsOptions({ certificate, privateKey }), socket => {
  const client = new Client(socket);
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => read(client, chunk));
  socket.on('error', () => undefined);
  socket.on('close', () => {
    for (const { members } of channels.values()) members.delete(client);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
