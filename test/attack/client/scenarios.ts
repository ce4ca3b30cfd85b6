import { attackedNick as nick, attackedRoom as room } from './names.ts';

/** What a hostile server sends once it has let the client in, without end: some lines at a time. */
type Flood = () => Generator<readonly string[]>;

/** A way in which a server may mean harm. */
export interface Scenario {
  readonly name: string;
  readonly flood: Flood;
  /** The server answers requests for history, so that nothing is held for it. */
  readonly answersHistory?: boolean;
}

const longText = 'x'.repeat(7_800);
const longNick = (n: number): string => `n${String(n).padStart(12, '0')}${'a'.repeat(100)}`;
const from = (who: string): string => `:${who}!u@host.test`;
const stamp = (n: number): string => new Date(1_800_000_000_000 + n).toISOString();

/** A server that means no harm, to compare with. */
function* nothing(): Generator<readonly string[]> {
  yield [];
}

/** Numbers from 0 on; each step gives the lines for one. */
function* forEach(lines: (n: number) => readonly string[]): Generator<readonly string[]> {
  for (let n = 0; ; n++) yield lines(n);
}

/** A message of several lines, 120 KiB in all. */
function multiline(n: number, target: string, who: string): string[] {
  const open = `@msgid=m${n} ${from(who)} BATCH +b${n} draft/multiline ${target}`;
  const lines = Array.from({ length: 16 }, () => `@batch=b${n} ${from(who)} PRIVMSG ${target} :${longText}`);
  return [open, ...lines, `BATCH -b${n}`];
}

function names(n: number, count: number): string {
  return Array.from({ length: count }, (_, index) => longNick(n * count + index)).join(' ');
}

const enter = (n: number): string => `${from(nick)} JOIN #r${n}`;

function crowded(n: number): string[] {
  const lines = Array.from({ length: 100 }, (_, index) => `:s 353 ${nick} = #r${n} :${names(index, 100)}`);
  return [enter(n), ...lines, `:s 366 ${nick} #r${n} :End`];
}

function history(n: number, line: (index: number) => string, count = 1_000): string[] {
  return [
    `BATCH +h${n} chathistory ${room}`,
    ...Array.from({ length: count }, (_, i) => line(i)),
    `BATCH -h${n}`,
  ];
}

/** The rooms that a storm goes through, entered first. */
const stormRooms = Array.from({ length: 40 }, (_, n) => n);

function* storm(lines: (n: number) => readonly string[]): Generator<readonly string[]> {
  yield stormRooms.map(enter);
  yield* forEach(lines);
}

/** A netsplit: 10,000 people leave at once, and come back. */
function netsplit(n: number): string[] {
  const people = Array.from({ length: 10_000 }, (_, index) => longNick(n * 10_000 + index));
  return [
    ...people.map(who => `${from(who)} JOIN ${room}`),
    ...people.map(who => `${from(who)} QUIT :a.example b.example`),
  ];
}

/** The four that are known, then those that were found besides. */
export const scenarios: readonly Scenario[] = [
  { name: 'idle', flood: nothing },
  {
    name: 'private tabs of long lines',
    flood: () => forEach(n => multiline(n, nick, `p${n % 49}`)),
    answersHistory: true,
  },
  {
    name: 'history batches never closed',
    flood: () =>
      forEach(n =>
        n < 32
          ? [`BATCH +h${n} chathistory ${room}`]
          : [`@batch=h${n % 32} ${from('bob')} PRIVMSG ${room} :${longText}`],
      ),
  },
  { name: 'batches without end', flood: () => forEach(n => [`BATCH +h${n} draft/multiline ${room}`]) },
  { name: 'held events', flood: () => forEach(n => multiline(n, room, 'bob')) },
  { name: 'crowded rooms', flood: () => forEach(n => crowded(n)), answersHistory: true },
  {
    name: 'joins and quits in many rooms',
    flood: () =>
      storm(n => [
        ...stormRooms.map(r => `${from(longNick(n))} JOIN #r${r}`),
        `${from(longNick(n))} QUIT :x`,
      ]),
    answersHistory: true,
  },
  { name: 'netsplits', flood: () => forEach(netsplit), answersHistory: true },
  { name: 'names without end', flood: () => forEach(n => [`:s 353 ${nick} = ${room} :${names(n, 100)}`]) },
  {
    name: 'tags',
    flood: () =>
      forEach(n => [
        `@${Array.from({ length: 700 }, (_, i) => `t${i}=${n}\\s\\:x`).join(';')} ${from('bob')} PRIVMSG ${room} :hi`,
      ]),
    answersHistory: true,
  },
  {
    name: 'our own nick changes',
    flood: () =>
      storm(n => [`${from(n % 2 === 0 ? nick : `${nick}2`)} NICK ${n % 2 === 0 ? `${nick}2` : nick}`]),
    answersHistory: true,
  },
  {
    name: 'nick changes of private tabs',
    flood: function* () {
      yield Array.from({ length: 30 }, (_, p) => `${from(`p${p}`)} PRIVMSG ${nick} :hi`);
      yield* forEach(n => [`${from(`p${n}`)} NICK p${n + 30}`]);
    },
    answersHistory: true,
  },
  {
    name: 'reactions',
    flood: function* () {
      yield Array.from({ length: 5_000 }, (_, n) => `@msgid=m${n} ${from('bob')} PRIVMSG ${room} :hi`);
      yield* forEach(n => [
        `@+draft/reply=m${n % 5_000};+draft/react=${n % 20} ${from(longNick(n))} TAGMSG ${room}`,
      ]);
    },
    answersHistory: true,
  },
  {
    name: 'messages taken back',
    flood: () =>
      forEach(n => [
        `@msgid=m${n} ${from('bob')} PRIVMSG ${room} :${nick}: hi`,
        `${from('bob')} REDACT ${room} m${n - 5_000} :${longText.slice(0, 2_000)}`,
      ]),
    answersHistory: true,
  },
  {
    name: 'offers of files',
    flood: () =>
      forEach(n => [
        `@msgid=m${n};+pychat/file=i${n}\\ss\\s5\\s${'a'.repeat(64)}\\s${'n'.repeat(250)} ${from('bob')} PRIVMSG ${room} :f`,
      ]),
    answersHistory: true,
  },
  {
    name: 'capabilities and features',
    flood: () =>
      forEach(n => [
        `:s CAP ${nick} NEW :${Array.from({ length: 100 }, (_, i) => `c${n * 100 + i}=${longText.slice(0, 70)}`).join(' ')}`,
        `:s 005 ${nick} ${Array.from({ length: 12 }, (_, i) => `K${n * 12 + i}=${longText.slice(0, 500)}`).join(' ')} :are`,
      ]),
    answersHistory: true,
  },
  {
    name: 'nested batches',
    flood: () =>
      forEach(n => [
        ...Array.from(
          { length: 30 },
          (_, i) => `@batch=${n}.${i - 1} BATCH +${n}.${i} ${i % 2 ? 'x' : 'chathistory'} ${room}`,
        ),
        ...Array.from({ length: 50 }, () => `@batch=${n}.29 ${from('bob')} PRIVMSG ${room} :${longText}`),
        ...Array.from({ length: 30 }, (_, i) => `BATCH -${n}.${29 - i}`),
      ]),
    answersHistory: true,
  },
  {
    name: 'people who type',
    flood: () => forEach(n => [`@+typing=active ${from(longNick(n % 100_000))} TAGMSG ${nick}`]),
    answersHistory: true,
  },
  {
    name: 'topics and modes',
    flood: () =>
      forEach(n => [
        `${from('bob')} TOPIC ${room} :${n} ${longText.slice(0, 2_000)}`,
        `${from('bob')} MODE ${room} +o-o ${longNick(n)} ${longNick(n)}`,
      ]),
    answersHistory: true,
  },
  {
    name: 'answers to what is not there',
    flood: () =>
      forEach(n => [
        `@msgid=m${n};+draft/reply=r${n}${'x'.repeat(110)} ${from('bob')} PRIVMSG ${room} :hi`,
        ...(n % 500 === 0
          ? history(n, i => `@batch=h${n};msgid=q${n}.${i} ${from('eve')} PRIVMSG ${room} :old`, 5)
          : []),
      ]),
    answersHistory: true,
  },
  {
    name: 'history without names among many lines',
    flood: function* () {
      for (let n = 0; n < 600; n++)
        yield Array.from(
          { length: 100 },
          (_, i) => `@time=${stamp(n * 100 + i)} ${from('bob')} PRIVMSG ${room} :ok`,
        );
      yield* forEach(n =>
        history(
          n,
          i => `@batch=h${n};time=${stamp((n * 7 + i) % 60_000)} ${from('bob')} PRIVMSG ${room} :ok`,
          200,
        ),
      );
    },
    answersHistory: true,
  },
  {
    name: 'nicks cut out of long lines',
    flood: () =>
      forEach(n => [
        `@msgid=m${n} ${from(longNick(n))} PRIVMSG ${room} short ${longText}`,
        `${from(longNick(n))} JOIN ${room} ${longText}`,
      ]),
    answersHistory: true,
  },
  {
    name: 'control characters',
    flood: () =>
      forEach(n => [`@msgid=m${n} ${from('bob')} PRIVMSG ${room} :${'\u0085\u202e'.repeat(1_900)}`]),
    answersHistory: true,
  },
  {
    name: 'control characters between letters',
    flood: () => forEach(n => [`@msgid=m${n} ${from('bob')} PRIVMSG ${room} :${'\u202ea'.repeat(1_900)}`]),
    answersHistory: true,
  },
  {
    name: 'our nick again and again',
    flood: () =>
      forEach(n => [`@msgid=m${n} ${from('bob')} PRIVMSG ${room} :${`${nick}_`.repeat(1_500)} A${n}`]),
    answersHistory: true,
  },
  {
    name: 'empty and short lines',
    flood: () => forEach(() => Array.from({ length: 1_000 }, (_, n) => (n % 2 ? '' : 'a'))),
  },
  {
    name: 'invitations and refusals',
    flood: () =>
      forEach(n => [`${from(longNick(n))} INVITE ${nick} #r${n}`, `:s 482 ${nick} ${room} :${longText}`]),
    answersHistory: true,
  },
  {
    name: 'read markers of strangers',
    flood: () =>
      forEach(n => [`:s MARKREAD x${n} timestamp=${stamp(n)}`, `:s 332 ${nick} ${room} :${longText}`]),
    answersHistory: true,
  },
];
