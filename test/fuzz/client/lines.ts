import type { FuzzedDataProvider } from '@jazzer.js/core';

const names = [
  'ana',
  'bob',
  'eve',
  'n'.repeat(130),
  '#chat',
  '#x',
  '@#chat',
  '&y',
  '*',
  '',
  'ANA',
  '[a]',
  '{A}',
];
const ids = ['m1', 'm2', 'own', 'x'.repeat(128), ':', ''];
const times = [
  '2026-11-27T12:00:00.000Z',
  '2026-11-27T12:00:00.001Z',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  'soon',
];
const texts = [
  'hi',
  'ana: hi',
  '\x01ACTION waves\x01',
  '\x01PING 1\x01',
  '\u202e\u0085',
  'x'.repeat(3_000),
  '```\ncode',
  '',
  ' ',
  'Quit: bye',
];
const tagNames = [
  'batch',
  'label',
  'msgid',
  'time',
  'account',
  '+draft/reply',
  '+draft/react',
  '+draft/unreact',
  '+typing',
  '+pychat/id',
  '+pychat/file',
  'draft/multiline-concat',
];
const references = ['h1', 'h2', 'b1', 'b2', 'h-1', 'h-2', 'h-3', '1', '2', 'typing'];
const commands = [
  'PRIVMSG',
  'NOTICE',
  'JOIN',
  'PART',
  'QUIT',
  'KICK',
  'NICK',
  'TOPIC',
  'TAGMSG',
  'REDACT',
  'MARKREAD',
  'INVITE',
  'CAP',
  'BATCH',
  'PING',
  'PONG',
  'ACK',
  'FAIL',
  'WARN',
  'MODE',
  'KILL',
  'CHATHISTORY',
  'AUTHENTICATE',
  '001',
  '005',
  '321',
  '322',
  '323',
  '332',
  '353',
  '366',
  '372',
  '401',
  '403',
  '404',
  '422',
  '433',
  '442',
  '470',
  '471',
  '900',
  '903',
];
const words = [
  'LS',
  'NEW',
  'ACK',
  'DEL',
  'NAK',
  'LIST',
  'TARGETS',
  'draft/multiline',
  'chathistory',
  'draft/chathistory-targets',
  'netsplit',
  'draft/multiline=max-bytes=4096,max-lines=10',
  'CASEMAPPING=ascii',
  'CHANTYPES=',
  'PREFIX=(ov)@+',
  'MSGREFTYPES=timestamp',
  'timestamp=2026-11-27T12:00:00.000Z',
  'timestamp=*',
  '=',
];
const offer = `i s 5 ${'a'.repeat(64)} name`;

/** A line as a server may send it: what a client understands, put together by chance. */
export function readLine(data: FuzzedDataProvider): string {
  const tags = Array.from({ length: data.consumeIntegralInRange(0, 3) }, () => tag(data));
  const source = data.consumeIntegralInRange(0, 4) === 0 ? '' : `:${data.pickValue(names)}!u@host `;
  const params = Array.from({ length: data.consumeIntegralInRange(0, 4) }, () => param(data));
  const head = tags.length === 0 ? '' : `@${tags.join(';')} `;
  const rest = params.map((word, index) => (index === params.length - 1 ? ` :${word}` : ` ${word}`));
  return head + source + data.pickValue(commands) + rest.join('');
}

function tag(data: FuzzedDataProvider): string {
  const name = data.pickValue(tagNames);
  const values: Readonly<Record<string, readonly string[]>> = {
    batch: references,
    label: references,
    time: times,
    '+typing': ['active', 'paused', 'done'],
    '+pychat/file': [offer.replaceAll(' ', '\\s')],
  };
  return `${name}=${data.pickValue([...(values[name] ?? ids)])}`;
}

function param(data: FuzzedDataProvider): string {
  switch (data.consumeIntegralInRange(0, 4)) {
    case 0:
      return data.pickValue(names);
    case 1:
      return `${data.pickValue(['+', '-', ''])}${data.pickValue(references)}`;
    case 2:
      return data.pickValue(words);
    case 3:
      return data.pickValue(texts);
    default:
      return data.pickValue(ids);
  }
}
