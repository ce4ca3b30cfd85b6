import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, meet, messages } from './replies.ts';

describe('PRIVMSG and NOTICE', () => {
  test.each(['PRIVMSG', 'NOTICE'])('%s reaches a room and a person', async command => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['bob']);
    expect(await ann.ask(`${command} #chan :hello there`, `${command} bob :hey`)).toEqual([]);
    expect((await bob.news()).map(line => first([line]))).toEqual([
      [command, '#chan', 'hello there'],
      [command, 'bob', 'hey'],
    ]);
  });

  test('to nobody is answered, a NOTICE never', async () => {
    const ann = await new TestRelay().join('ann', { room: '' });
    expect(first(await ann.ask('PRIVMSG bob :hey')).slice(0, 3)).toEqual(['401', 'ann', 'bob']);
    expect(commands(await ann.ask('PRIVMSG #nowhere :hey'))).toEqual(['403']);
    expect(await ann.ask('NOTICE #nowhere :hey', 'NOTICE bob :hey')).toEqual([]);
  });

  test('without a text is answered, and goes nowhere', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['bob']);
    expect(first(await ann.ask('PRIVMSG #chan :'))).toEqual(['412', 'ann', 'No text to send']);
    expect(await bob.news()).toEqual([]);
  });

  test('to the operators of a room reaches them alone, and the sender has no part of it', async () => {
    const [ann, bob, cid] = await meet(new TestRelay(), '#chan', ['ann'], ['bob'], ['cid']);
    expect(await cid.ask('privmsg @#chan :for operators')).toEqual([]);
    expect(first(await ann.news())).toEqual(['PRIVMSG', '@#chan', 'for operators']);
    expect(await bob.news()).toEqual([]);
    await ann.ask('MODE #chan +o cid');
    await bob.news();
    expect(commands(await cid.ask('privmsg @#chan :from one'))).toEqual(['MODE']);
    expect(first(await ann.news())).toEqual(['PRIVMSG', '@#chan', 'from one']);
    expect(await bob.news()).toEqual([]);
  });
});

describe('a line', () => {
  const pieces: [string, (line: Buffer) => Buffer[]][] = [
    ['whole', line => [line]],
    ['byte by byte', line => Array.from(line, byte => Buffer.from([byte]))],
  ];
  test.each(pieces)('sent %s arrives as it was, or is refused where it would not fit', async (_how, cut) => {
    const bench = new TestRelay();
    const ann = await bench.join('nick1', { room: '' });
    const bob = await bench.join('nick2', { room: '' });
    const head = 'PRIVMSG nick2 ';
    const overhead = ':nick1!nick1@192.0.2.1 '.length;
    const room = 510 - head.length;
    for (const text of [
      'a',
      '😃',
      'a'.repeat(room - overhead),
      'a'.repeat(room - overhead - 4) + '😃',
      'a'.repeat(room - overhead + 1),
      'a'.repeat(room - overhead - 3) + '😃',
      'a'.repeat(room),
    ]) {
      for (const piece of cut(Buffer.from(`${head}${text}\r\n`))) ann.stream.write(piece);
      const fits = Buffer.byteLength(text) <= room - overhead;
      expect(commands(await ann.news())).toEqual(fits ? [] : ['417']);
      const received = await bob.news();
      expect(received.map(line => first([line])[2])).toEqual(fits ? [text] : []);
    }
  });

  test('with tags has 4096 bytes for them, and 510 for the rest', async () => {
    const capabilities = 'message-tags echo-message';
    const [ann, bob] = await meet(new TestRelay(), '#test', ['ann', capabilities], ['bob', 'message-tags']);
    const tags = (bytes: number): string => `@foo=bar;+baz=${'a'.repeat(bytes)}`;
    const [echo] = messages(await ann.ask(`${tags(4081)} TAGMSG #test`));
    const [relayed] = messages(await bob.news());
    for (const message of [echo, relayed]) {
      expect([message?.command, ...(message?.params ?? [])]).toEqual(['TAGMSG', '#test']);
      expect(message?.tags.get('+baz')).toBe('a'.repeat(4081));
    }
    expect(echo?.tags.get('msgid')).toBe(relayed?.tags.get('msgid'));
    for (const line of [
      `${tags(4082)} TAGMSG #test`,
      `${tags(4082)} PRIVMSG #test ${'b'.repeat(495)}`,
      `${tags(4081)} PRIVMSG #test ${'b'.repeat(496)}`,
      `@+clientOnlyTagExample=${'a'.repeat(4096)} PRIVMSG #test hi!`,
    ])
      expect(commands(await ann.ask(line))).toEqual(['417']);
    expect(await bob.news()).toEqual([]);
  });

  test('of thousands of bytes without an end is refused, and the next one is read', async () => {
    const ann = await new TestRelay().join('ann');
    expect(commands(await ann.ask(`PRIVMSG #chat ${'a'.repeat(16_384)}`))).toEqual(['417']);
    expect(commands(await ann.ask('JOIN #test_channel'))).toContain('JOIN');
  });

  test('that is not UTF-8 is refused for the command it holds, with its label', async () => {
    const capabilities = 'batch echo-message labeled-response';
    const ann = await new TestRelay().join('ann', { capabilities });
    ann.stream.write(Buffer.from('PRIVMSG ann hi\xaa\r\n', 'latin1'));
    expect(first(await ann.news()).slice(0, 3)).toEqual(['FAIL', 'PRIVMSG', 'INVALID_UTF8']);
    ann.stream.write(Buffer.from('@label=xyz PRIVMSG #chat hi\xaa\r\n', 'latin1'));
    const [answer, ...more] = messages(await ann.news());
    expect(answer?.params.slice(0, 2)).toEqual(['PRIVMSG', 'INVALID_UTF8']);
    expect([...(answer?.tags ?? [])]).toEqual([['label', 'xyz']]);
    expect(more).toEqual([]);
  });
});
