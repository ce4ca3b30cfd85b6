import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Witness } from '../../support/chatClients.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { RelayRoom } from '../../support/relayRoom.ts';

let room: RelayRoom;
type Person = Awaited<ReturnType<RelayRoom['enter']>>;

beforeEach(() => (room = new RelayRoom()));
afterEach(() => room.close());

async function say({ client, witness }: Person, target: string, text: string): Promise<void> {
  const id = client.say(target, text);
  await witness.until(() => witness.steps(id).includes('relayed'));
}

/** What stands in the private chat with somebody, in the relay's order: own lines with a sign before them. */
function chat(witness: Witness, nick: string): string[] {
  const relayed = new Map(
    witness.of('delivery').flatMap(({ id, at }) => (at === undefined ? [] : [[id, at]])),
  );
  const timeOf = ({ id, at }: { id: string; at: number }): number => relayed.get(id) ?? at;
  return witness.messages
    .toSorted((one, other) => timeOf(one) - timeOf(other))
    .flatMap(({ target, own, text }) => (target === nick ? [own ? `> ${text}` : text] : []));
}

const isTold = (witness: Witness, nick: string, ...texts: string[]): Promise<void> =>
  expect.poll(() => chat(witness, nick)).toEqual(texts);

describe('a second window with the same key', () => {
  it('has both halves of what the first one says and is told in private', async () => {
    const bob = await room.enter('bob');
    const ana = await room.enter('ana');
    const second = await room.enter('ana', { nick: 'ana_2' });
    await say(bob, 'ana', 'one');
    await say(ana, 'bob', 'two');
    await say(second, 'bob', 'three');
    await say(bob, 'ana_2', 'four\nand five');
    for (const { witness } of [ana, second])
      await isTold(witness, 'bob', 'one', '> two', '> three', 'four\nand five');
  });

  it('and so has the second window of the other one, a reaction and a line that is taken back included', async () => {
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    const second = await room.enter('bob', { nick: 'bob_2' });
    await say(ana, 'bob', 'hi');
    await isTold(second.witness, 'ana', 'hi');
    const [{ msgid = '' } = {}] = second.witness.messages;
    bob.client.react('ana', msgid, '👍', false);
    await second.witness.until(() => second.witness.of('reaction').length === 1);
    ana.client.redact('bob', msgid, '');
    await second.witness.until(() => second.witness.of('redacted').length === 1);
    expect(second.witness.of('redacted')[0]).toMatchObject({ target: 'ana', msgid });
    bob.client.typing('ana', 'active');
    await say(ana, 'bob', 'and on');
    await isTold(second.witness, 'ana', 'hi', 'and on');
  });

  it('has each line once after a break, and no gap', async () => {
    const bob = await room.enter('bob');
    const ana = await room.enter('ana');
    const second = await room.enter('ana', { nick: 'ana_2', clock: new FakeClock(Date.now()) });
    await say(bob, 'ana', 'one');
    await isTold(second.witness, 'bob', 'one');
    second.streams[0]!.destroy();
    await second.witness.until(() => second.client.state.phase === 'reconnecting');
    await say(bob, 'ana', 'two');
    await say(ana, 'bob', 'three');
    second.client.retryNow();
    await second.witness.until(() => second.client.state.phase === 'registered');
    await say(bob, 'ana', 'four');
    await isTold(second.witness, 'bob', 'one', 'two', '> three', 'four');
    expect(second.witness.of('gap')).toEqual([]);
  });
});
