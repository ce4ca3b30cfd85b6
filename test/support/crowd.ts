import type { Peer } from '../../src/relay/core/session.ts';
import type { TestPeer } from './peer.ts';
import type { TestRelay } from './testRelay.ts';

/** A key fingerprint of its own for each number. */
export function keyNumber(number: number): string {
  return number.toString(16).padStart(64, '0');
}

/** Someone with a key. */
export function keyed(number: number, address: string): Peer {
  return { key: keyNumber(number), address };
}

/** Day one of a class of 30 behind one address: each has come with a key, and has a nick and a room of their own. */
export async function classOf30(bench: TestRelay, address: string): Promise<TestPeer[]> {
  const pupils: TestPeer[] = [];
  for (let number = 0; number < 30; number++) {
    const pupil = await bench.join(`pupil${number}`, { peer: keyed(1000 + number, address) });
    await pupil.ask(`JOIN #room${number}`, `TOPIC #room${number} :ours`);
    pupils.push(pupil);
  }
  return pupils;
}

/** Comes with a throw-away key, uses ten nicks in the main room, and leaves. */
export async function throwAway(bench: TestRelay, peer: Peer, name: string): Promise<void> {
  const eve = bench.connect(peer);
  const nicks = Array.from({ length: 9 }, (_, index) => `NICK ${name}-${index}`);
  eve.send(`NICK ${name}`, 'USER eve 0 * :Eve', 'JOIN #chat', ...nicks, 'QUIT');
  await eve.rest();
}
