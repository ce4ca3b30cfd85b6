import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

const commands = [
  'ADMIN',
  'AWAY',
  'HELP',
  'INFO',
  'ISON',
  'KILL',
  'LINKS',
  'LUSERS',
  'MODE',
  'MONITOR',
  'OPER',
  'SETNAME',
  'STATS',
  'USERHOST',
  'VERSION',
  'WALLOPS',
  'WHO',
  'WHOIS',
  'WHOWAS',
];
/** The last of a line, and so with anything in it. */
const odd = [
  '::',
  ':a b',
  ': ',
  ':,:,',
  '+',
  '-o+',
  '%',
  ':%t,:',
  ':o%tcuihsnfdlaor, 1',
  '*?*?*',
  '😀',
  ':\u{1}\u{2}',
  '*!*@*',
  'x'.repeat(400),
];

describe('from an IRC operator, too', () => {
  test.each(commands)(
    '%s never ends the session, nor makes a line too long, whatever it is given',
    async name => {
      const bench = new TestRelay({ hostKey: 'aa' });
      const ann = await bench.join('ann', {
        peer: { address: '192.0.2.1', key: 'aa' },
        capabilities: 'batch labeled-response setname away-notify extended-monitor multi-prefix',
      });
      const lines: string[] = [];
      for (const last of odd)
        for (const first of ['', 'w ', '+ ', 'bob ', '#chat ', '* '])
          lines.push(...(await ann.ask(`@label=1 ${name} ${first}${last}`, `${name} ${first}${last}`)));
      expect(bench.log).toEqual([]);
      for (const line of lines)
        expect(Buffer.byteLength(line.replace(/^@\S+ /, '')), line).toBeLessThanOrEqual(510);
      expect(await ann.ask('@label=z PONG')).toEqual(['@label=z :relay.test ACK']);
    },
  );
});

describe('a mask made to be slow', () => {
  test('is answered like any other', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    for (let i = 0; i < 50; i++) {
      const peer = bench.connect();
      peer.send(`NICK n${i}`, `USER u 0 * :${'a'.repeat(100)}`);
      await peer.ask();
    }
    const lines = await ann.ask(...Array<string>(20).fill(`WHO ${'*a'.repeat(150)}b`));
    expect(lines.filter(line => line.includes(' 352 '))).toEqual([]);
    expect(lines).toHaveLength(20);
  });
});
