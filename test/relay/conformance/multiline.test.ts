import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';
import { first, meet, messages } from './replies.ts';

const modern = 'message-tags batch echo-message server-time labeled-response';
const knowing = `${modern} draft/multiline`;
const concat = 'draft/multiline-concat';

describe('a message of several lines', () => {
  test('is a batch for who knows it, with everything that is said of it at its beginning', async () => {
    const [ann, bob, cid] = await meet(
      new TestRelay(),
      '#t',
      ['ann', knowing],
      ['bob', knowing],
      ['cid', modern],
    );
    const echo = messages(
      await ann.ask(
        '@label=xyz BATCH +123 draft/multiline #t',
        '@batch=123 PRIVMSG #t hello',
        '@batch=123 PRIVMSG #t :#how is ',
        `@batch=123;${concat} PRIVMSG #t :everyone?`,
        'BATCH -123',
      ),
    );
    const relayed = messages(await bob.news());
    const start = echo[0];
    expect(start?.tags.get('label')).toBe('xyz');
    for (const lines of [echo, relayed]) {
      const reference = lines[0]?.params[0]?.slice(1);
      expect(lines.map(line => line.command)).toEqual(['BATCH', 'PRIVMSG', 'PRIVMSG', 'PRIVMSG', 'BATCH']);
      expect(lines[0]?.params.slice(1)).toEqual(['draft/multiline', '#t']);
      expect(lines.at(-1)?.params).toEqual([`-${reference}`]);
      for (const name of ['msgid', 'time']) expect(lines[0]?.tags.get(name)).toBe(start?.tags.get(name));
      expect(lines.slice(1, -1).map(line => [...line.tags.keys()])).toEqual([
        ['batch'],
        ['batch'],
        ['batch', concat],
      ]);
      for (const line of lines.slice(1, -1)) expect(line.tags.get('batch')).toBe(reference);
    }
    const fallback = messages(await cid.news());
    expect(fallback.map(line => line.tags.get('msgid'))).toEqual([
      start?.tags.get('msgid'),
      undefined,
      undefined,
    ]);
    expect(new Set(fallback.map(line => line.tags.get('time')))).toEqual(new Set([start?.tags.get('time')]));
    expect(fallback.map(line => line.tags.has(concat))).toEqual([false, false, false]);
  });

  test('keeps its blank lines for who knows it, and its client tags on every line for the others', async () => {
    const [ann, bob, cid] = await meet(
      new TestRelay(),
      '#t',
      ['ann', knowing],
      ['bob', knowing],
      ['cid', modern],
    );
    await ann.ask(
      '@label=xyz;+client-only-tag BATCH +123 draft/multiline #t',
      '@batch=123 PRIVMSG #t :',
      '@batch=123 PRIVMSG #t :#how is ',
      `@batch=123;${concat} PRIVMSG #t :everyone?`,
      'BATCH -123',
    );
    const relayed = messages(await bob.news());
    expect(relayed.slice(1, -1).map(line => line.params[1])).toEqual(['', '#how is ', 'everyone?']);
    expect(relayed[0]?.tags.has('+client-only-tag')).toBe(true);
    const fallback = messages(await cid.news());
    expect(fallback.map(line => line.params)).toEqual([
      ['#t', '#how is '],
      ['#t', 'everyone?'],
    ]);
    expect(fallback.map(line => line.tags.has('+client-only-tag'))).toEqual([true, true]);
    expect(fallback[0]?.tags.get('msgid')).toBe(relayed[0]?.tags.get('msgid'));
  });

  test.each([
    [['@batch=231 PRIVMSG #t :hi']],
    [['@batch=123 PRIVMSG #t :hi', `@batch=123;${concat} PRIVMSG #t :`, 'BATCH -123']],
  ])('is refused once where it makes no sense', async lines => {
    const [ann] = await meet(new TestRelay(), '#t', ['ann', knowing]);
    const answers = await ann.ask('BATCH +123 draft/multiline #t', ...lines);
    expect(answers.map(line => first([line]).slice(0, 3))).toEqual([['FAIL', 'BATCH', 'MULTILINE_INVALID']]);
    expect(first(answers)).toHaveLength(4);
  });
});
