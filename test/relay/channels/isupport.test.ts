import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { addIsupport, type Isupport } from '../../../src/irc/isupport.ts';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

async function welcome(): Promise<{ lines: string[]; known: Isupport }> {
  const bench = new TestRelay({
    limits: {
      maxModes: 7,
      maxListEntries: 9,
      maxTargets: 3,
      channelKeyBytes: 11,
      reasonBytes: 13,
      maxListConditions: 6,
    },
  });
  const lines = await register(bench.connect(), 'ann');
  let known: Isupport = new Map();
  for (const line of lines) if (line.includes(' 005 ')) known = addIsupport(known, parseMessage(line).params);
  return { lines, known };
}

describe('the welcome', () => {
  test.each([
    ['PREFIX', '(ov)@+'],
    ['STATUSMSG', '@+'],
    ['CHANMODES', 'beI,k,l,Cimnst'],
    ['MODES', '7'],
    ['MAXLIST', 'beI:9'],
    ['EXCEPTS', 'e'],
    ['INVEX', 'I'],
    ['EXTBAN', ',mz'],
    ['ELIST', 'CMNTU'],
    ['SAFELIST', ''],
    ['KEYLEN', '11'],
    ['KICKLEN', '13'],
  ])('says %s=%s', async (key, value) => {
    expect((await welcome()).known.get(key)).toBe(value);
  });

  test('says how many targets a command takes', async () => {
    const targmax = (await welcome()).known.get('TARGMAX')?.split(',');
    for (const item of ['KICK:3', 'PRIVMSG:3', 'LIST:6', 'JOIN:', 'PART:']) expect(targmax).toContain(item);
  });

  test('names all channel modes, and those with an argument', async () => {
    const [, , , , all = '', withArgument = ''] = parseMessage(
      (await welcome()).lines.find(line => line.includes(' 004 ')) ?? '',
    ).params;
    expect(Array.from(all).sort().join('')).toBe('CIbeiklmnostv');
    expect(Array.from(withArgument).sort().join('')).toBe('Ibeklov');
  });
});
