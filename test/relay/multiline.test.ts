import { describe, expect, test } from 'vitest';
import { liveHeap } from '../support/heap.ts';
import { TestRelay } from '../support/testRelay.ts';

const ann = ':ann!ann@192.0.2.1';
const capabilities = 'batch draft/multiline echo-message labeled-response message-tags';

describe('a multiline message', () => {
  test('is a batch to who knows it, and lines to who does not', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const bob = await bench.join('bob', { capabilities: 'batch draft/multiline' });
    const plain = await bench.join('cid', { capabilities: 'message-tags' });
    await bench.calm();
    const echo = await a.ask(
      '@label=l1;+a=b BATCH +1 draft/multiline #chat',
      '@batch=1 PRIVMSG #chat one',
      '@batch=1 PRIVMSG #chat :',
      '@batch=1 PRIVMSG #CHAT :two ',
      '@batch=1;draft/multiline-concat PRIVMSG #chat :and a half',
      'BATCH -1',
    );
    const body = [
      `@batch=id2 ${ann} PRIVMSG #chat one`,
      `@batch=id2 ${ann} PRIVMSG #chat :`,
      `@batch=id2 ${ann} PRIVMSG #chat :two `,
      `@batch=id2;draft/multiline-concat ${ann} PRIVMSG #chat :and a half`,
      `${ann} BATCH -id2`,
    ];
    expect(echo).toEqual([`@label=l1;msgid=id1;+a=b ${ann} BATCH +id2 draft/multiline #chat`, ...body]);
    expect(await bob.news()).toEqual([`${ann} BATCH +id2 draft/multiline #chat`, ...body]);
    expect(await plain.news()).toEqual([
      `@msgid=id1;+a=b ${ann} PRIVMSG #chat one`,
      `@+a=b ${ann} PRIVMSG #chat :two `,
      `@+a=b ${ann} PRIVMSG #chat :and a half`,
    ]);
  });

  test('lets other commands through while it is open', async () => {
    const a = await new TestRelay().join('ann', { capabilities });
    expect(await a.ask('BATCH +1 draft/multiline #chat', 'MODE ann')).toEqual([':relay.test 221 ann +']);
  });

  test('takes as many lines as allowed, and refuses with one more', async () => {
    const bench = new TestRelay({ limits: { multilineLines: 3 } });
    const a = await bench.join('ann', { capabilities });
    const send = (lines: number): Promise<string[]> =>
      a.ask(
        '@label=x BATCH +1 draft/multiline #chat',
        ...Array.from({ length: lines }, () => '@batch=1 PRIVMSG #chat hi'),
        'BATCH -1',
      );
    expect(await send(3)).toHaveLength(5);
    expect(await send(4)).toEqual([
      '@label=x :relay.test FAIL BATCH MULTILINE_MAX_LINES 3 :Too many lines in one message',
    ]);
  });

  test('takes as many bytes as allowed, line feeds counted, and refuses with one more', async () => {
    const bench = new TestRelay({ limits: { multilineBytes: 5 } });
    const a = await bench.join('ann', { capabilities });
    const send = (second: string): Promise<string[]> =>
      a.ask(
        'BATCH +1 draft/multiline #chat',
        '@batch=1 PRIVMSG #chat ã',
        `@batch=1 PRIVMSG #chat ${second}`,
        '@batch=1 PRIVMSG #chat :passed over once refused',
        'BATCH -1',
      );
    const fail = ':relay.test FAIL BATCH MULTILINE_MAX_BYTES 5 :Too much text in one message';
    expect(await send('abc')).toEqual([fail]);
    const [open] = await a.ask(
      'BATCH +1 draft/multiline #chat',
      '@batch=1 PRIVMSG #chat ã',
      '@batch=1 PRIVMSG #chat ab',
      'BATCH -1',
    );
    expect(open).toContain('BATCH +');
  });

  test.each([
    ['another target', '@batch=1 PRIVMSG bob hi', 'MULTILINE_INVALID_TARGET #chat bob'],
    ['a target that is no word', '@batch=1 PRIVMSG :a b', 'MULTILINE_INVALID_TARGET #chat *'],
    ['another command', '@batch=1 NOTICE #chat hi', 'MULTILINE_INVALID'],
    ['a blank line joined on', '@batch=1;draft/multiline-concat PRIVMSG #chat :', 'MULTILINE_INVALID'],
    ['another batch', 'BATCH +2 draft/multiline #chat', 'MULTILINE_INVALID'],
    ['a line of another batch', '@batch=2 PRIVMSG #chat hi', 'MULTILINE_INVALID'],
  ])('refuses %s', async (_, line, code) => {
    const a = await new TestRelay().join('ann', { capabilities });
    const answer = await a.ask('BATCH +1 draft/multiline #chat', line);
    expect(answer).toHaveLength(1);
    expect(answer[0]).toContain(`:relay.test FAIL BATCH ${code} :`);
  });

  test.each([
    'BATCH +1 draft/multiline #chat',
    'BATCH -1',
    'BATCH +1 chathistory #chat',
    'BATCH +1',
    'BATCH 1',
  ])('is not begun or ended by %s where that makes no sense', async line => {
    const a = await new TestRelay().join('ann', { capabilities: 'batch' });
    const answer = await a.ask(line);
    expect(answer).toHaveLength(1);
    expect(answer[0]).toContain('FAIL BATCH MULTILINE_INVALID :');
  });

  test('of somebody who is gone before its end is never told, nor goes on when they are back', async () => {
    const bench = new TestRelay();
    const peer = { address: '192.0.2.1', key: 'a'.repeat(64) };
    const a = await bench.join('ann', { capabilities, peer });
    const bob = await bench.join('bob', { capabilities });
    await bench.calm();
    await a.ask('BATCH +1 draft/multiline #chat', '@batch=1 PRIVMSG #chat lost');
    a.stream.destroy();
    expect(await bob.nextLine()).toMatch(/:ann!\S+ QUIT /);
    const again = await bench.join('ann', { capabilities, peer });
    for (const line of ['@batch=1 PRIVMSG #chat more', 'BATCH -1'])
      expect((await again.ask(line)).join()).toContain('FAIL BATCH MULTILINE_INVALID :No such batch is open');
    expect((await bob.news()).join('\n')).not.toMatch(/PRIVMSG|BATCH/);
  });

  test('is not told when its end comes after a QUIT in the same piece', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const bob = await bench.join('bob', { capabilities });
    await bench.calm();
    const lines = ['BATCH +1 draft/multiline #chat', '@batch=1 PRIVMSG #chat lost', 'QUIT', 'BATCH -1'];
    a.send(...lines);
    expect(await bob.nextLine()).toMatch(/:ann!\S+ QUIT /);
    expect(await bob.news()).toEqual([]);
  });

  test('of blank lines only, and one to where one may not write, are refused with the label', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    expect(
      await a.ask('@label=x BATCH +1 draft/multiline #chat', '@batch=1 PRIVMSG #chat :', 'BATCH -1'),
    ).toEqual(['@label=x :relay.test FAIL BATCH MULTILINE_INVALID :Only blank lines']);
    expect(
      await a.ask('@label=y BATCH +1 draft/multiline #no', '@batch=1 PRIVMSG #no hi', 'BATCH -1'),
    ).toEqual(['@label=y :relay.test 403 ann #no :No such channel']);
  });
});

describe('a multiline message that is over', () => {
  test.each([
    ['said', '#chat', 'draft/multiline #chat'],
    ['refused', 'nobody', ' 401 '],
  ])('and was %s leaves nothing behind while its sender stays', async (_, target, answer) => {
    const bench = new TestRelay({ limits: { historyMessages: 1 } });
    const ann = await bench.join('ann', { capabilities });
    const lines = Array.from({ length: 100 }, () => `@batch=1 PRIVMSG ${target} :${'x'.repeat(400)}`);
    const say = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++)
        expect((await ann.ask(`BATCH +1 draft/multiline ${target}`, ...lines, 'BATCH -1')).join()).toContain(
          answer,
        );
    };
    await say(20);
    const before = liveHeap();
    await say(100);
    // Each takes 40 KiB.
    expect(liveHeap() - before).toBeLessThan(1024 * 1024);
  });
});

describe('multiline messages of which the end has not come', () => {
  const lines = Array.from({ length: 50 }, () => `@batch=1 PRIVMSG #chat :${'x'.repeat(400)}`);
  const body = ['@label=l BATCH +1 draft/multiline #chat', ...lines];
  /** What the relay counts for one of these. */
  const each = 50 * 401 - 1 + 51 * 128;
  const refused = '@label=l :relay.test FAIL BATCH MULTILINE_MAX_BYTES';

  test.each([
    [3 * each, false],
    [3 * each - 1, true],
  ])('have a total of %i bytes', async (openBatchBytesAll, isRefused) => {
    const bench = new TestRelay({ limits: { openBatchBytesAll } });
    const ann = await bench.join('ann', { capabilities, peer: { address: '192.0.2.7' } });
    const flood = [];
    for (const nick of ['bob', 'eve']) flood.push(await bench.join(nick, { capabilities }));
    await bench.calm();
    for (const peer of [ann, ...flood]) await peer.ask(...body);
    const heard = (await Promise.all(flood.map(peer => peer.news()))).flat();
    expect(heard.some(line => line.startsWith(refused))).toBe(isRefused);
    // Of two of one address one had to go; hers is of another.
    for (const peer of [ann, ...flood]) peer.send('BATCH -1');
    const said = (await ann.news()).filter(line => line.includes(' BATCH +'));
    expect(said).toHaveLength(isRefused ? 2 : 3);
    expect(said.some(line => line.includes('ann!'))).toBe(true);
  });

  test('no longer count once they are said, given up or refused, or their sender has gone', async () => {
    const bench = new TestRelay({ limits: { openBatchBytesAll: each, multilineLines: 50 } });
    const ann = await bench.join('ann', { capabilities });
    for (let round = 0; round < 3; round++) {
      expect((await ann.ask(...body, 'BATCH -1')).join()).toContain('draft/multiline #chat');
      expect((await ann.ask(...body, lines[0] ?? '', 'BATCH -1')).join()).toContain('MULTILINE_MAX_LINES');
      const bob = await bench.join(`bob${round}`, { capabilities });
      await bob.ask(...body);
      bob.send('QUIT');
      await bob.rest();
    }
  });
});
