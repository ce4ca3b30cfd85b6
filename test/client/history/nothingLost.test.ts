import { duplexPair } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Witness } from '../../support/chatClients.ts';
import { somebody } from '../../support/chatClients.ts';
import { DeadLink } from '../../support/deadLink.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { RelayRoom } from '../../support/relayRoom.ts';

let room: RelayRoom;
let clock: FakeClock;
let links: DeadLink[];

beforeEach(() => {
  room = new RelayRoom();
  // A clock that is a day slow and moves when the test says so.
  clock = new FakeClock(Date.now() - 86_000_000);
  links = [];
});
afterEach(() => room.close());

/** Somebody whose connection can die. */
const enterOverLink = (nick: string): ReturnType<RelayRoom['enter']> =>
  room.enter(nick, {
    clock,
    openStream: () => {
      const [clientEnd, relayEnd] = duplexPair();
      room.relay.accept(relayEnd, {
        address: '192.0.2.1',
        key: Buffer.from(nick).toString('hex').padEnd(64, '0'),
      });
      const link = new DeadLink(clientEnd);
      links.push(link);
      return Promise.resolve({ stream: link, fingerprints: somebody });
    },
  });

const isRelayed = (witness: Witness, id: string): boolean => witness.steps(id).at(-1) === 'relayed';

/** Says lines, and waits until the relay has them. */
async function say(
  { client, witness }: Awaited<ReturnType<RelayRoom['enter']>>,
  target: string,
  lines: string[],
) {
  const ids = lines.map(line => client.say(target, line));
  await witness.until(() => ids.every(id => isRelayed(witness, id)));
}

const five = (name: string): string[] => [1, 2, 3, 4, 5].map(line => `${name} ${line}`);

/** Time goes on until the break is noticed and the client is back. */
async function comesBack({ client, witness }: Awaited<ReturnType<RelayRoom['enter']>>): Promise<void> {
  const before = links.length;
  while (links.length === before) {
    clock.advance(5_000);
    await new Promise(resolve => setImmediate(resolve));
  }
  await witness.until(() => client.state.phase === 'registered');
}

describe('nothing is lost', () => {
  it('of what is said in private while a laptop sleeps on a dead link', async () => {
    const ana = await room.enter('ana');
    const bob = await enterOverLink('bob');
    await say(ana, 'bob', ['hello']);
    await bob.witness.until(() => bob.witness.heard.length === 1);
    links[0]!.isDead = true;
    await say(ana, 'bob', five('line'));
    clock.advance(120_000);
    await comesBack(bob);
    await bob.witness.until(() => bob.witness.heard.length === 6);
    expect(bob.witness.heard).toEqual(['hello', ...five('line')]);
    expect(bob.witness.of('gap')).toEqual([]);
  });

  it('when the echo of a line is lost and its reader has gone since: it is one line, and relayed', async () => {
    const bob = await room.enter('bob');
    const ana = await enterOverLink('ana');
    await say(bob, '#chat', ['here']);
    await ana.witness.until(() => ana.witness.heard.length === 1);
    links[0]!.isDeaf = true;
    const id = ana.client.say('bob', 'psst');
    await bob.witness.until(() => bob.witness.heard.includes('psst'));
    await bob.client.leave('');
    await comesBack(ana);
    await ana.witness.until(() => isRelayed(ana.witness, id));
    expect(ana.witness.steps(id).filter(step => step === 'failed')).toEqual([]);
  });

  it('and a line that never arrived is said once, after the break', async () => {
    const bob = await room.enter('bob');
    const ana = await enterOverLink('ana');
    await say(bob, '#chat', ['here']);
    await ana.witness.until(() => ana.witness.heard.length === 1);
    links[0]!.isDead = true;
    const ids = five('mine').map(line => ana.client.say('#chat', line));
    await comesBack(ana);
    await ana.witness.until(() => ids.every(id => isRelayed(ana.witness, id)));
    await bob.witness.until(() => bob.witness.heard.length === 5);
    expect(bob.witness.heard).toEqual(five('mine'));
  });

  it('while a long queue waits: what was missed comes first, in private and in every room', async () => {
    await room.close();
    room = new RelayRoom({ floodBurst: 40, floodPerSecond: 400 });
    const ana = await room.enter('ana');
    const bob = await enterOverLink('bob');
    for (const { client, witness } of [ana, bob]) {
      client.enterRoom('#dev');
      await witness.until(() => witness.of('joined').some(({ target, own }) => own && target === '#dev'));
    }
    await say(ana, 'bob', ['hello']);
    await bob.witness.until(() => bob.witness.heard.includes('hello'));
    links[0]!.destroy();
    await bob.witness.until(() => bob.client.state.phase === 'reconnecting');
    const queued = Array.from({ length: 80 }, (_, line) => bob.client.say('#chat', `queued ${line}`));
    await say(ana, 'bob', five('private'));
    await say(ana, '#dev', five('dev'));
    const missed = [...five('private'), ...five('dev')];
    const hasAll = (): boolean => missed.every(text => bob.witness.heard.includes(text));
    await comesBack(bob);
    await bob.witness.until(hasAll);
    const relayed = (): number => queued.filter(id => isRelayed(bob.witness, id)).length;
    expect(relayed()).toBeLessThan(40);
    await bob.witness.until(() => relayed() === 80);
    await ana.witness.until(() => ana.witness.heard.length === 80);
    expect(ana.witness.heard).toEqual(Array.from({ length: 80 }, (_, line) => `queued ${line}`));
    expect(bob.witness.heard.length).toBe(1 + missed.length);
    expect(bob.witness.of('gap')).toEqual([]);
  });
});
