import { describe, expect, test } from 'vitest';
import { keyed, keyNumber, throwAway } from '../../support/crowd.ts';
import { TestRelay } from '../../support/testRelay.ts';

const hostKey = keyNumber(1);

test('WHOWAS still knows those of other addresses after somebody has used 1,000 nicks', async () => {
  const bench = new TestRelay({ hostKey });
  const bob = await bench.join('bob', { peer: keyed(2, '192.0.2.2') });
  bob.send('QUIT');
  await bob.rest();
  const eve = await bench.join('eve', { peer: { address: '192.0.2.66' } });
  for (let number = 0; number < 1000; number++) await eve.ask(`NICK e${number}`);
  for (let number = 0; number < 40; number++)
    await throwAway(bench, keyed(10_000 + number, '192.0.2.66'), `x${number}`);
  const ana = await bench.join('ana', { peer: keyed(1, '192.0.2.1') });
  expect((await ana.ask('WHOWAS bob')).join('\n')).toContain(' 314 ana bob ');
});

test('read markers of 750 keys push nobody else’s out', async () => {
  const bench = new TestRelay({ hostKey, limits: { readMarkers: 2000, newKeysAtOnce: 1e6 } });
  const capabilities = 'draft/read-marker';
  const stamp = 'timestamp=2026-11-22T12:00:00.000Z';
  const bob = await bench.join('bob', { capabilities, peer: keyed(2, '192.0.2.2') });
  await bob.ask(`MARKREAD #chat ${stamp}`);
  for (let number = 0; number < 75; number++) {
    const peer = keyed(10_000 + number, `198.51.100.${number % 10}`);
    const eve = await bench.join(`eve${number}`, { room: '', capabilities, peer });
    await eve.ask(...Array.from({ length: 100 }, (_, room) => `MARKREAD #e${room} ${stamp}`));
    eve.send('QUIT');
    await eve.rest();
  }
  expect(await bob.ask('MARKREAD #chat')).toEqual([`:relay.test MARKREAD #chat ${stamp}`]);
  const ana = await bench.join('ana', { capabilities, peer: keyed(1, '192.0.2.1') });
  const own = await ana.ask(...Array.from({ length: 100 }, (_, room) => `MARKREAD #a${room} ${stamp}`));
  expect(own.filter(line => line.includes(stamp))).toHaveLength(100);
  const late = await bench.join('late', { capabilities, peer: keyed(3, '198.51.100.3') });
  expect((await late.ask(`MARKREAD #x ${stamp}`)).join()).toContain(
    'FAIL MARKREAD INTERNAL_ERROR #x :There is no place',
  );
});

describe('invitations', () => {
  test('by others do not push out that of an operator, who can always invite', async () => {
    const bench = new TestRelay({ hostKey });
    const ana = await bench.join('ana', { room: '#a', peer: keyed(1, '192.0.2.1') });
    const bob = await bench.join('bob', { peer: keyed(2, '192.0.2.2') });
    await ana.ask('MODE #a +i', 'INVITE bob #a');
    let refused = 0;
    for (let number = 0; number < 20; number++) {
      const eve = await bench.join(`eve${number}`, { room: '', peer: keyed(10_000 + number, '192.0.2.66') });
      for (let room = 0; room < 5; room++) {
        const lines = await eve.ask(`JOIN #e${number}-${room}`, `INVITE bob #e${number}-${room}`);
        refused += lines.filter(line =>
          line.startsWith(':relay.test FAIL INVITE TOO_MANY_INVITATIONS bob '),
        ).length;
      }
    }
    expect(refused).toBeGreaterThan(20);
    await ana.ask('JOIN #b', 'MODE #b +i', 'INVITE bob #b');
    await bob.news();
    expect((await bob.ask('JOIN #a,#b')).join('\n')).toMatch(/JOIN #a[^]*JOIN #b/);
  });
});
