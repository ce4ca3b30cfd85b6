import { describe, expect, test } from 'vitest';
import { keyOf } from '../../support/askHistory.ts';
import { TestRelay } from '../../support/testRelay.ts';

const capabilities = [
  'batch draft/chathistory draft/event-playback draft/message-redaction draft/metadata-2 draft/read-marker',
  'message-tags labeled-response server-time',
].join(' ');

const odd = [
  ...[':', '::', ':a b', '#', '#chat', '*', ',', '$*', '@#chat', '-1', '0', 'ann', 'é', '\u{1}', '__proto__'],
  ...[
    'timestamp=',
    'timestamp=9999-99-99T99:99:99.999Z',
    'timestamp=2026-11-22T12:48:05.000Z',
    'msgid=',
    'msgid=id1',
  ],
  ...['LATEST', 'TARGETS', 'SET', 'SUB', 'SYNC', '999999999999999999999'],
];

describe('commands about what was said and noted', () => {
  test.each([
    'CHATHISTORY',
    'CHATHISTORY LATEST',
    'CHATHISTORY BETWEEN #chat',
    'CHATHISTORY TARGETS',
    'REDACT',
    'MARKREAD',
    'METADATA',
    'METADATA *',
    'METADATA * SET',
  ])('%s answers once, and never ends the session, whatever it is given', async command => {
    const bench = new TestRelay();
    const peer = { address: '192.0.2.1', key: keyOf('a') };
    const ann = await bench.join('ann', { capabilities, peer });
    await ann.ask('PRIVMSG #chat hi', 'PRIVMSG ann hi');
    for (const one of odd)
      for (const two of odd) {
        const line = one.startsWith(':') ? `${command} ${one}` : `${command} ${one} ${two}`;
        const labelled = (await ann.ask(`@label=x ${line}`)).filter(answer => /^@label=x[; ]/.test(answer));
        expect([line, labelled.length]).toEqual([line, 1]);
      }
    expect(bench.log).toEqual([]);
  });
});
