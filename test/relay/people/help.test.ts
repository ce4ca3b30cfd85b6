import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { commands } from '../../../src/relay/commandTable.ts';
import { helpTexts } from '../../../src/relay/handlers/helpTexts.ts';
import { TestRelay } from '../../support/testRelay.ts';

const names = [...commands.keys()];

describe('HELP', () => {
  test('knows every command there is, and no other', () => {
    expect([...helpTexts.keys()].sort()).toEqual([...names].sort());
  });

  test.each(names)('explains %s within a line each', async name => {
    const ann = await new TestRelay().join('a'.repeat(30));
    const lines = await ann.ask(`HELP ${name.toLowerCase()}`);
    const messages = lines.map(line => parseMessage(line));
    expect(messages.map(({ command }) => command)).toEqual(['704', '705', '705', '706']);
    expect(messages.every(({ params }) => params[1] === name)).toBe(true);
    expect(messages[0]?.params[2]).toMatch(new RegExp(`^${name}\\b`));
    expect(messages[2]?.params[2]).toMatch(/\.$/);
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
  });

  test.each(['HELP', 'HELPOP', 'HELP *', 'HELP :'])('%s lists the commands', async line => {
    const ann = await new TestRelay().join('a'.repeat(30));
    const lines = await ann.ask(line);
    expect(parseMessage(lines[0]!).command).toBe('704');
    expect(parseMessage(lines.at(-1)!).command).toBe('706');
    const words = lines.flatMap(text => parseMessage(text).params[2]!.split(' '));
    expect(words).toEqual(expect.arrayContaining(names));
    expect(lines.every(text => Buffer.byteLength(text) <= 510)).toBe(true);
  });

  test('refuses what it does not know', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('HELP nonsense', 'HELP :a b')).toEqual([
      ':relay.test 524 ann nonsense :There is no help on that',
      ':relay.test 524 ann * :There is no help on that',
    ]);
  });
});
