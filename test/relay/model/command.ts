import fc from 'fast-check';

/** What one of the people does; `who` counts from 0. Names may be of nobody, and rooms may not be there. */
export type Command = { readonly who: number } & (
  | { readonly name: 'CONNECT' | 'RESET' | 'LIST' | 'LEAVE ALL' }
  | { readonly name: 'JOIN'; readonly room: string; readonly key: string }
  | { readonly name: 'PART' | 'TOPIC'; readonly room: string; readonly text: string }
  | { readonly name: 'ASK TOPIC' | 'NAMES' | 'WHO' | 'ASK MODE' | 'ASK BANS'; readonly room: string }
  | { readonly name: 'NICK' | 'WHOIS' | 'HIDE' | 'SHOW'; readonly nick: string }
  | { readonly name: 'QUIT' | 'AWAY'; readonly text: string }
  | { readonly name: 'PRIVMSG' | 'NOTICE'; readonly target: string; readonly text: string }
  | { readonly name: 'KICK' | 'INVITE'; readonly room: string; readonly nick: string }
  | { readonly name: 'MODE'; readonly room: string; readonly change: Change }
);

/** Commands about a room that is named. */
export type RoomCommand = Extract<Command, { room: string }>;

/** One mode with its sign: `argument` is '' for one that takes none. */
export interface Change {
  readonly adds: boolean;
  readonly letter: string;
  readonly argument: string;
}

export const people = 4;
export const nicks = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay'] as const;
export const mainRoom = '#chat';
const rooms = [mainRoom, '#chat', '#a', '#b', '#A'] as const;
const letters = (text: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(text));

const nick = fc.constantFrom(...nicks);
const anyNick = fc.constantFrom(...nicks, 'ANN', 'nobody');
/** Those that people come with, so that it is often one's own. */
const firstNick = fc.constantFrom(...nicks.slice(0, people));
const room = fc.constantFrom(...rooms);
const text = fc.constantFrom('hi', '', 'é 👍', 'two words');
const someText = fc.constantFrom('hi', ':-)', 'two words', '\u0001ACTION waves\u0001', '\u0001VERSION\u0001');
const mask = fc.constantFrom(...nicks, '*').map(name => `${name}!*@*`);

const change: fc.Arbitrary<Change> = fc.oneof(
  record({ letter: letters('ov'), argument: anyNick }),
  record({ letter: letters('imnstC'), argument: fc.constant('') }),
  record({ letter: letters('beI'), argument: mask }),
  record({ letter: letters('be'), argument: mask.map(text => `m:${text}`) }),
  fc.record({ letter: fc.constant('k'), argument: fc.constantFrom('k1', 'k2'), adds: fc.boolean() }),
  fc.constantFrom('1', '2', '3').map(argument => ({ letter: 'l', argument, adds: true })),
  fc.constant({ letter: 'l', argument: '', adds: false }),
);

function record(fields: {
  letter: fc.Arbitrary<string>;
  argument: fc.Arbitrary<string>;
}): fc.Arbitrary<Change> {
  return fc.record({ ...fields, adds: fc.boolean() });
}

const acts: fc.WeightedArbitrary<object>[] = [
  { weight: 2, arbitrary: fc.constantFrom({ name: 'CONNECT' }, { name: 'RESET' }) },
  { weight: 2, arbitrary: fc.constantFrom({ name: 'LIST' }, { name: 'LEAVE ALL' }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('WHOIS'), nick: anyNick }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constantFrom('HIDE', 'HIDE', 'SHOW'), nick: firstNick }) },
  {
    weight: 8,
    arbitrary: fc.record({ name: fc.constant('JOIN'), room, key: fc.constantFrom('', '', 'k1', 'k2') }),
  },
  { weight: 5, arbitrary: fc.record({ name: fc.constantFrom('PART', 'TOPIC'), room, text }) },
  {
    weight: 5,
    arbitrary: fc.record({
      name: fc.constantFrom('ASK TOPIC', 'NAMES', 'WHO', 'ASK MODE', 'ASK BANS'),
      room,
    }),
  },
  { weight: 3, arbitrary: fc.record({ name: fc.constant('NICK'), nick }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constantFrom('QUIT', 'AWAY'), text }) },
  {
    weight: 8,
    arbitrary: fc.record({
      name: fc.constantFrom('PRIVMSG', 'NOTICE'),
      target: fc.oneof(
        room,
        anyNick,
        room.map(name => `@${name}`),
        room.map(name => `+${name}`),
      ),
      text: someText,
    }),
  },
  { weight: 5, arbitrary: fc.record({ name: fc.constantFrom('KICK', 'INVITE'), room, nick: anyNick }) },
  { weight: 9, arbitrary: fc.record({ name: fc.constant('MODE'), room, change }) },
];

const command = fc
  .tuple(fc.integer({ min: 0, max: people - 1 }), fc.oneof(...acts))
  .map(([who, act]) => ({ who, ...act }) as Command);

/** Groups of commands: those of one group go out without waiting for what comes back. */
export const scripts: fc.Arbitrary<Command[][]> = fc.array(
  fc.array(command, { minLength: 1, maxLength: 5 }),
  {
    maxLength: 40,
    size: 'max',
  },
);

/** The line that a client sends; '' for what is not done by a line. */
export function lineOf(command: Command): string {
  switch (command.name) {
    case 'CONNECT':
    case 'RESET':
      return '';
    case 'JOIN':
      return `JOIN ${command.room}${command.key === '' ? '' : ` ${command.key}`}`;
    case 'PART':
    case 'TOPIC':
      return `${command.name} ${command.room} :${command.text}`;
    case 'ASK TOPIC':
      return `TOPIC ${command.room}`;
    case 'ASK MODE':
      return `MODE ${command.room}`;
    case 'ASK BANS':
      return `MODE ${command.room} b`;
    case 'NAMES':
    case 'WHO':
      return `${command.name} ${command.room}`;
    case 'LIST':
      return 'LIST';
    case 'LEAVE ALL':
      return 'JOIN 0';
    case 'WHOIS':
      return `WHOIS ${command.nick}`;
    case 'HIDE':
    case 'SHOW':
      return `MODE ${command.nick} ${command.name === 'HIDE' ? '+' : '-'}i`;
    case 'NICK':
      return `NICK ${command.nick}`;
    case 'QUIT':
    case 'AWAY':
      return `${command.name} :${command.text}`;
    case 'PRIVMSG':
    case 'NOTICE':
      return `${command.name} ${command.target} :${command.text}`;
    case 'KICK':
      return `KICK ${command.room} ${command.nick} :out`;
    case 'INVITE':
      return `INVITE ${command.nick} ${command.room}`;
    case 'MODE': {
      const { adds, letter, argument } = command.change;
      return `MODE ${command.room} ${adds ? '+' : '-'}${letter} ${argument}`.trimEnd();
    }
  }
}
