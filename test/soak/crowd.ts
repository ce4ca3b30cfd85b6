import type { Message } from '../../src/irc/message.ts';
import { Link } from './link.ts';
import { type Memory, RelayUnderTest } from './relayUnderTest.ts';

export interface CrowdOptions {
  readonly clients: number;
  readonly program: string;
}

export interface CrowdResult {
  /** Milliseconds until all were in, and from the first message to the last answer. */
  readonly enteredMs: number;
  readonly spokeMs: number;
  readonly delivered: number;
  readonly before: Memory;
  readonly after: Memory;
  readonly failures: readonly string[];
}

const atOnce = 20;
const senders = 5;
const room = '#crowd';

interface Member {
  readonly link: Link;
  readonly heard: string[];
}

async function enter(port: number, number: number, onClose: () => void): Promise<Member> {
  const heard: string[] = [];
  const note = ({ command, params }: Message): void => {
    if (command === 'PRIVMSG' && params[0] === room) heard.push(params[1] ?? '');
  };
  const capabilities = ['draft/chathistory'];
  const link = await Link.open({ port, nick: `c${number}`, capabilities, onMessage: note, onClose });
  link.send(`JOIN ${room}`);
  await link.sync();
  return { link, heard };
}

async function enterAll(port: number, count: number, onClose: () => void): Promise<Member[]> {
  const members: Member[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) members.push(await enter(port, next++, onClose));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return members;
}

/** Brings many into one room, where a few say something each: everyone else hears each of them once, in one order. */
export async function crowd({ clients, program }: CrowdOptions): Promise<CrowdResult> {
  const failures: string[] = [];
  await using relay = await RelayUnderTest.start(program, [
    '--max-connections',
    String(clients),
    '--no-flood-limits',
  ]);
  const before = await relay.memory();
  let isOver = false;
  const startedAt = performance.now();
  const members = await enterAll(relay.port, clients, () => {
    if (!isOver) failures.push('a connection was lost');
  });
  const enteredAt = performance.now();
  for (const [index, { link }] of members.slice(0, senders).entries())
    link.send(`PRIVMSG ${room} :from ${index}`);
  await Promise.all(members.slice(0, senders).map(({ link }) => link.sync()));
  await Promise.all(members.map(({ link }) => link.sync()));
  const spokeAt = performance.now();
  const after = await relay.memory();
  const whole = members.at(-1)?.heard ?? [];
  for (const [index, { heard }] of members.entries()) {
    const expected = whole.filter(text => text !== `from ${index}` || index >= senders);
    if (whole.length !== senders || heard.join() !== expected.join())
      failures.push(`member ${index} heard ${heard.join() || 'nothing'}`);
  }
  failures.push(...relay.failures);
  isOver = true;
  for (const { link } of members) link.quit();
  const delivered = members.reduce((sum, { heard }) => sum + heard.length, 0);
  return {
    enteredMs: enteredAt - startedAt,
    spokeMs: spokeAt - enteredAt,
    delivered,
    before,
    after,
    failures,
  };
}
