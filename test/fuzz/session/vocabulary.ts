/**
 * The words that scripts are made of: few enough for clients to meet, odd enough to hurt. New ones go to the end, so that
 * what is kept in the corpus goes on meaning the same.
 */

const nicks = ['ann', 'bob', 'cid', 'dan', 'eve', 'ANN', 'nobody', 'ann,bob', 'bob,ann,dan', '*'] as const;

/** What clients call themselves; a host and an ordinary person with a key, and people without. */
export const clientNicks = ['ann', 'bob', 'cid', 'dan'] as const;

const channels = [
  '#chat',
  '#a',
  '#b',
  '#A',
  '#é',
  '#chat,#a',
  '#a,#b,#c,#d',
  '#',
  '0',
  '#none',
  '@#chat',
  '+#a',
];
const masks = [
  '*!*@*',
  'a*',
  '*!*@192.0.2.*',
  'bob!*@*',
  'm:*!*@*',
  '~q:*',
  '*',
  'ann!*@*$#chat',
  '*a'.repeat(40),
];
const modes = [
  ...[
    '+o',
    '-o',
    '+v',
    '-v',
    '+b',
    '-b',
    'b',
    '+k',
    '-k',
    '+l',
    '-l',
    '+i',
    '-i',
    '+m',
    '-m',
    '+t',
    '-t',
    '+n',
    '-n',
  ],
  ...[
    '+s',
    '-s',
    '+C',
    '-C',
    '+I',
    '-I',
    'I',
    '+e',
    '-e',
    'e',
    '+ov-v+b',
    '+bbbbbb',
    '-imnst',
    '+kl',
    '+x',
    '+',
    '-',
  ],
  ...['+B', '-B', '+w', '+bb-b', '+lk', '++--o', '+kk'],
];
const flags = [
  '+i',
  '-i',
  '+m',
  '-m',
  '+n',
  '-n',
  '+s',
  '-s',
  '+t',
  '-t',
  '+C',
  '-C',
  '-k',
  '-l',
  '+imnstC',
  '-imnstC',
];
const texts = [
  ...[
    'hi',
    'ann: hi',
    '',
    'é',
    ':x',
    '\u{1}ACTION waves\u{1}',
    '\u{2}bold\u{3}4 red',
    '👩‍👩‍👧‍👦',
    'a b c',
    ' ',
    '\u{1}VERSION\u{1}',
  ],
  ...['x'.repeat(300), 'é'.repeat(200), 'y'.repeat(480)],
];
const keys = ['k', 'secret', 'k,k2', 'x'.repeat(60), ':', 'é', ''];
const numbers = ['0', '1', '2', '-1', '10', '100', '99999999999', '1e3', '0x1', 'NaN'];
const ids = ['id1', 'id2', 'id3', 'id5', 'id8', 'id13'];
const selectors = [
  ...ids.map(id => `msgid=${id}`),
  ...[
    'timestamp=2026-11-22T12:48:05.000Z',
    'timestamp=2030-01-01T00:00:00.000Z',
    'timestamp=x',
    'msgid=',
    '*',
    'x=y',
  ],
];
const subcommands = [
  ...[
    'LS',
    'LIST',
    'REQ',
    'END',
    'LATEST',
    'BEFORE',
    'AFTER',
    'AROUND',
    'BETWEEN',
    'TARGETS',
    'GET',
    'SET',
    'CLEAR',
  ],
  ...[
    'SUB',
    'UNSUB',
    'SUBS',
    'SYNC',
    '+',
    '-',
    'C',
    'L',
    'S',
    'u',
    'o',
    'm',
    'EXTERNAL',
    'PLAIN',
    '*',
    'ls',
    'x',
  ],
];
const capabilityWords = [
  '302',
  'batch',
  '-batch',
  'echo-message -batch',
  'sasl',
  'no-such',
  'message-tags labeled-response',
  '',
];
const rest = [
  ...[
    '%tcuhnfdlaor,42',
    'o',
    '<5',
    '>0',
    'C>1',
    '*a*,!*b*',
    'avatar',
    'display-name',
    '=',
    'YW5u',
    'x'.repeat(400),
  ],
  ...[
    'draft/multiline',
    '+r',
    '-r',
    '+r2',
    'relay.test',
    '$*',
    'localhost',
    '42',
    'secret',
    'oper',
    '+ann,bob',
    '-bob',
  ],
];

/** Words by the letter that a pattern in `patterns` has for them. */
export const pools: Readonly<Record<string, readonly string[]>> = {
  n: nicks,
  c: channels,
  w: [...channels, ...nicks, ...masks],
  m: modes,
  a: [...nicks, ...masks, ...keys, ...numbers],
  t: texts,
  k: keys,
  x: numbers,
  d: selectors,
  i: ids,
  s: subcommands,
  p: capabilityWords,
  q: masks,
  f: flags,
  r: rest,
};

/** Every pool in one, for parameters where they make no sense. */
export const anything: readonly string[] = [...new Set(Object.values(pools).flat())];

/** What goes before a command; `N` becomes a label of its own. */
export const tagTexts = [
  '',
  '@label=N ',
  '@batch=r ',
  '@batch=r;draft/multiline-concat ',
  '@+typing=active ',
  '@+draft/reply=id2;+draft/react=👍 ',
  '@label=N;+x=y;batch=r ',
  `@+x=${'y'.repeat(4000)} `,
  '@msgid=id1;time=2020-01-01T00:00:00.000Z;account=ann ',
  '@+a;+a=1;+a=2;;=;b=\\:\\s\\\\\\r\\n\\ ',
  '@label=N;+typing=done ',
  '@batch=r2 ',
] as const;
