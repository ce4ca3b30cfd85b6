import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { TestRelay } from '../../support/testRelay.ts';

const news = ':ann!ann@192.0.2.1 SETNAME :Ann of Avonlea';
const refusal = ':relay.test FAIL SETNAME INVALID_REALNAME :Not a real name that can be used here';

describe('SETNAME', () => {
  test('changes the real name, and tells those who share a channel and know of it, once', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a,#b', capabilities: 'setname' });
    const bob = await bench.join('bob', { room: '#a,#b', capabilities: 'setname' });
    const eve = await bench.join('eve', { room: '#a' });
    const zoe = await bench.join('zoe', { room: '#c', capabilities: 'setname' });
    await bench.calm();
    expect(await ann.ask('SETNAME :Ann of Avonlea')).toEqual([news]);
    expect(await bob.news()).toEqual([news]);
    expect([...(await eve.news()), ...(await zoe.news())]).toEqual([]);
    const [whois] = await bob.ask('WHOIS ann');
    expect(parseMessage(whois!).params.at(-1)).toBe('Ann of Avonlea');
  });

  test('works in silence for who has not asked for the capability', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { capabilities: 'batch labeled-response' });
    expect(await ann.ask('@label=1 SETNAME Anna')).toEqual(['@label=1 :relay.test ACK']);
    expect((await ann.ask('WHO ann'))[0]).toMatch(/ :0 Anna$/);
  });

  test('takes a name of exactly the limit in bytes, and refuses a longer one and none', async () => {
    const ann = await new TestRelay({ limits: { realNameBytes: 4 } }).join('ann', {
      capabilities: 'setname',
    });
    expect(await ann.ask('SETNAME ãã')).toEqual([':ann!ann@192.0.2.1 SETNAME ãã']);
    expect(await ann.ask('SETNAME ããa', 'SETNAME', 'SETNAME :')).toEqual([refusal, refusal, refusal]);
    expect((await ann.ask('WHO ann'))[0]).toMatch(/ :0 ãã$/);
    expect((await ann.ask('VERSION')).some(line => line.includes(' NAMELEN=4 '))).toBe(true);
  });
});
