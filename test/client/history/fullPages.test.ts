import { duplexPair } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../support/fakeClock.ts';
import { register, TestPeer } from '../../support/peer.ts';
import { RelayRoom } from '../../support/relayRoom.ts';

let room: RelayRoom;

beforeEach(() => (room = new RelayRoom()));
afterEach(() => room.close());

/** Somebody with another client, who fills pages of history with what takes much space and says little. */
async function filler(): Promise<TestPeer> {
  const [near, far] = duplexPair();
  near.on('error', () => undefined);
  room.relay.accept(near, { address: '192.0.2.9' });
  const peer = new TestPeer(far);
  await register(peer, 'mal', { capabilities: 'message-tags batch draft/multiline' });
  await peer.ask('JOIN #chat');
  return peer;
}

const tag = `+x/y=${'x'.repeat(4_000)}`;
const emptyLines = (number: number): string[] => [
  `BATCH +m${number} draft/multiline #chat`,
  ...Array.from({ length: 900 }, (_, line) => `@batch=m${number} PRIVMSG #chat ${line === 0 ? 'x' : ':'}`),
  `BATCH -m${number}`,
];

type Person = Awaited<ReturnType<RelayRoom['enter']>>;

/** Says something and waits until the relay has it. */
async function say({ client, witness }: Person, text: string): Promise<void> {
  const id = client.say('#chat', text);
  await witness.until(() => witness.steps(id).includes('relayed'));
}

const fillings: readonly [string, number, (number: number) => string[]][] = [
  ['tags without a text', 40, () => [`@${tag} TAGMSG #chat`]],
  ['short texts with long tags', 40, () => [`@${tag} PRIVMSG #chat x`]],
  ['notices with long tags', 40, () => [`@${tag} NOTICE #chat x`]],
  ['messages of many empty lines', 4, emptyLines],
  ['more than the lines of a page', 250, () => ['PRIVMSG #chat x']],
];

describe.each([
  ['after the last line that is known', true],
  ['by who knows none', false],
])('what was missed is fetched to its end, %s,', (_, knowsOne) => {
  it.each(fillings.slice(0, knowsOne ? undefined : 2))('around %s', async (__, count, lines) => {
    const mal = await filler();
    const ana = await room.enter('ana');
    // Nothing brings him back before he is asked to come.
    const bob = await room.enter('bob', { clock: new FakeClock(Date.now()) });
    if (knowsOne) await say(ana, 'hello');
    await bob.witness.until(() => !knowsOne || bob.witness.heard.includes('hello'));
    bob.streams[0]!.destroy();
    await bob.witness.until(() => bob.client.state.phase === 'reconnecting');
    await say(ana, 'the first one');
    for (let number = 0; number < count; number++) await mal.ask(...lines(number));
    await say(ana, 'the last one');
    bob.client.retryNow();
    await bob.witness.until(() => bob.client.state.phase === 'registered');
    await say(bob, 'I am back');
    for (const text of ['the first one', 'the last one'])
      await expect.poll(() => bob.witness.heard).toContain(text);
    expect(bob.witness.of('gap')).toEqual([]);
  });
});
