import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { parseModes } from '../../../src/irc/modes.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const takesArgument = (letter: string, adds: boolean): boolean =>
  'beIkov'.includes(letter) || (letter === 'l' && adds);

/** A channel as somebody sees it who reads the news and asks nothing. */
class Onlooker {
  readonly flags = new Set(['n']);
  readonly given = new Map<string, string>();
  readonly lists = new Map<string, Set<string>>(['b', 'e', 'I'].map(letter => [letter, new Set()]));
  readonly standing = new Map<string, Set<string>>([
    ['o', new Set(['ann'])],
    ['v', new Set()],
  ]);

  read(line: string): void {
    const [, modes = '', ...given] = parseMessage(line).params;
    for (const { adds, letter, argument = '' } of parseModes(modes, given, takesArgument)) {
      const set = this.lists.get(letter) ?? this.standing.get(letter);
      if (set === undefined && letter !== 'k' && letter !== 'l') flip(this.flags, letter, adds);
      else if (set !== undefined) flip(set, argument, adds);
      else if (adds) this.given.set(letter, argument);
      else expect(this.given.delete(letter)).toBe(true);
    }
  }
}

/** News says only what is new. */
function flip(set: Set<string>, entry: string, adds: boolean): void {
  expect(set.has(entry)).toBe(!adds);
  if (adds) set.add(entry);
  else set.delete(entry);
}

const wild = fc.string({
  unit: fc.constantFrom(...Array.from('+-beIklovCimnstQ:')),
  minLength: 1,
  maxLength: 14,
});
const argument = fc.constantFrom(
  'ann',
  'bob',
  'Bob',
  'eve',
  'zed',
  '5',
  '0',
  '*',
  'm:bob',
  'z:1',
  'k,ey',
  'é😀',
  'm:',
);
const command = fc.tuple(wild, fc.array(argument, { maxLength: 6 }));

const bare = (text: string | undefined): Set<string> => new Set((text ?? '').split(' ').filter(Boolean));

async function listOf(peer: TestPeer, letter: string): Promise<Set<string>> {
  const lines = await peer.ask(`MODE #a ${letter}`);
  return new Set(lines.slice(0, -1).map(line => parseMessage(line).params[2] ?? ''));
}

test('who reads the news of modes knows what the relay knows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 12 }), async commands => {
      // No more modes with an argument than fit the limit of lists, so that both ends are reached.
      const bench = new TestRelay({ limits: { maxListEntries: 4, maxModes: 5 } });
      const ann = await bench.join('ann', { room: '#a' });
      const bob = await bench.join('bob', { room: '#a', capabilities: 'multi-prefix' });
      await bench.join('eve', { room: '' });
      for (const [modes, given] of commands) await ann.ask(`MODE #a ${modes} ${given.join(' ')}`);
      const seen = new Onlooker();
      for (const line of await bob.news()) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
        if (line.includes(' MODE #a ')) seen.read(line);
      }
      const [, , modes = '', ...given] = parseMessage((await bob.ask('MODE #a'))[0] ?? '').params;
      const now = parseModes(modes, given, takesArgument);
      expect(new Set(now.map(one => one.letter))).toEqual(new Set([...seen.flags, ...seen.given.keys()]));
      for (const one of now)
        if (one.argument !== undefined) expect(seen.given.get(one.letter)).toBe(one.argument);
      for (const [letter, entries] of seen.lists) expect(await listOf(bob, letter)).toEqual(entries);
      const names = bare(parseMessage((await bob.ask('NAMES #a'))[0] ?? '').params[3]);
      const prefix = (nick: string): string =>
        (seen.standing.get('o')?.has(nick) === true ? '@' : '') +
        (seen.standing.get('v')?.has(nick) === true ? '+' : '');
      expect(names).toEqual(new Set(['ann', 'bob'].map(nick => prefix(nick) + nick)));
      expect(bench.log).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
