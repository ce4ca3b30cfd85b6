import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const key = 'f'.repeat(64);
const address = 'ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255';
const nicks = ['a', 'b', 'c', 'd', 'e'].map(letter => letter.repeat(30));
const channel = `#${'é'.repeat(31)}x`;
const serverName = `${'s'.repeat(59)}.net`;

/** People and a channel of whom everything is as long as it may be. */
async function longest(): Promise<{ bench: TestRelay; people: TestPeer[] }> {
  const bench = new TestRelay({
    serverName,
    description: 'd'.repeat(500),
    version: 'v'.repeat(100),
    operators: [{ name: 'root', password: 'right' }],
  });
  const people: TestPeer[] = [];
  for (const nick of nicks) {
    const peer = bench.connect({ address, ...(people.length === 0 && { key }) });
    peer.send(`NICK ${nick}`, `USER ${'u'.repeat(20)} 0 * :${'ã'.repeat(60)}`);
    await peer.ask('OPER root right', `MODE ${nick} +Biw`, `AWAY :${'ã'.repeat(150)}`, `JOIN ${channel}`);
    people.push(peer);
  }
  await bench.calm();
  return { bench, people };
}

const [first = ''] = nicks;

describe('with names as long as they may be', () => {
  test.each([
    `WHO ${channel}`,
    'WHO *',
    `WHO ${first}`,
    `WHO ${channel} %tcuihsnfdlaor,999`,
    `WHOIS ${nicks.slice(0, 4).join(',')}`,
    `USERHOST ${nicks.join(' ')}`,
    `ISON ${nicks.join(' ')}`,
    `MONITOR + ${nicks.join(',')}`,
    `PRIVMSG ${first} :hello`,
    'VERSION',
    'INFO',
    'ADMIN',
    'LINKS',
    'LUSERS',
    'STATS u',
    'TIME',
    'HELP',
    `MODE ${nicks.at(-1)}`,
  ])('%s keeps to the length of a line', async command => {
    const { people } = await longest();
    const lines = await people.at(-1)!.ask(command);
    expect(lines).not.toEqual([]);
    for (const line of lines) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(510);
  });

  test('news of all kinds keep to it too', async () => {
    const { bench, people } = await longest();
    const [ann, bob] = people as [TestPeer, TestPeer];
    await bob.ask(`MONITOR + ${first}`, 'CAP REQ :away-notify setname extended-monitor');
    ann.send(
      `AWAY :${'x'.repeat(400)}`,
      `SETNAME :${'x'.repeat(100)}`,
      'WALLOPS hi',
      `NICK ${'z'.repeat(30)}`,
    );
    await ann.news();
    ann.send(`KILL ${nicks[2]} :${'x'.repeat(400)}`, 'QUIT');
    await ann.rest();
    const lines = await bob.news();
    const seen = lines.map(line => parseMessage(line).command);
    for (const command of ['AWAY', 'SETNAME', 'WALLOPS', 'NICK', '731', 'QUIT'])
      expect(seen).toContain(command);
    const whowas = await bob.ask(`WHOWAS ${first}`);
    for (const line of [...lines, ...whowas]) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(510);
    expect(bench.log).toEqual([]);
  });
});
