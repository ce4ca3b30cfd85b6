import { duplexPair } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Relay } from '../../../src/relay/relay.ts';
import {
  historyCapabilities,
  meet,
  meetInRoom,
  never,
  somebody,
  Witness,
} from '../../support/chatClients.ts';
import { DeadLink } from '../../support/deadLink.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { settle } from '../../support/fakeServer.ts';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 22, 12);
let relay: Relay;
let relayClock: FakeClock;
let clock: FakeClock;
let all: Witness[];

beforeEach(() => {
  clock = new FakeClock(start);
  all = [];
  startRelay(start);
});
afterEach(() => {
  for (const { client } of all) client.dispose();
});

/** A relay that keeps nothing, with a clock of its own. */
function startRelay(at: number): void {
  relayClock = new FakeClock(at);
  const common = { serverName: 'relay.test', room: '#chat', version: 'test', token: '', motd: [] };
  relay = new Relay({ ...common, clock: relayClock, limits: { floodBurst: 1e6 } });
}

/** The relay is killed, and starts again on a machine whose clock was set back by an hour. */
async function restart(...people: readonly Person[]): Promise<void> {
  startRelay(relayClock.now() - hour);
  for (const person of people) {
    person.links.at(-1)!.destroy();
    await isGone(person);
  }
}

type Person = Witness & { readonly links: DeadLink[] };

async function enter(nick: string): Promise<Person> {
  const links: DeadLink[] = [];
  const openStream = (): Promise<{ stream: DeadLink; fingerprints: typeof somebody }> => {
    const [near, far] = duplexPair();
    near.on('error', () => undefined);
    relay.accept(near, { address: '192.0.2.1', key: Buffer.from(nick).toString('hex').padEnd(64, '0') });
    const link = new DeadLink(far);
    links.push(link);
    return Promise.resolve({ stream: link, fingerprints: somebody });
  };
  const identity = { certificate: 'his', privateKey: '' };
  const witness = new Witness({ openStream, clock, nick, identity });
  all.push(witness);
  await witness.client.start(never);
  await isIn(witness);
  return Object.assign(witness, { links });
}

const isIn = (witness: Witness, times = 1): Promise<void> =>
  witness.until(() => witness.of('joined').filter(({ own }) => own).length >= times);

async function say(witness: Witness, target: string, text: string): Promise<void> {
  const id = witness.client.say(target, text);
  await witness.until(() => witness.steps(id).includes('relayed'));
  relayClock.advance(1_000);
}

/** Waits until somebody has noticed that the connection is gone. */
const isGone = (witness: Witness): Promise<void> =>
  witness.until(() => witness.client.state.phase === 'reconnecting');

async function back(witness: Person): Promise<void> {
  const times = witness.of('joined').filter(({ own }) => own).length;
  witness.client.retryNow();
  await isIn(witness, times + 1);
}

/** Ana and Bob have heard of each other before the relay has started again with an earlier time. */
async function bothBefore(): Promise<{ ana: Person; bob: Person }> {
  const [ana, bob] = [await enter('ana'), await enter('bob')];
  await say(ana, '#chat', 'before');
  await say(ana, 'bob', 'psst');
  await bob.until(() => bob.heard.length === 2);
  return { ana, bob };
}

describe('a relay that keeps nothing and starts with an earlier time', () => {
  it('has said what was missed, and there is a gap where it began', async () => {
    const { ana, bob } = await bothBefore();
    await restart(ana, bob);
    await back(ana);
    await say(ana, '#chat', 'while he was away');
    await back(bob);
    await bob.until(() => bob.heard.length === 3);
    expect(bob.heard.at(-1)).toBe('while he was away');
    const gaps = bob.of('gap');
    expect(gaps.map(({ target }) => target).sort()).toEqual(['', '#chat', 'ana']);
    expect(gaps.every(({ restartAt }) => restartAt === start - hour + 2_000)).toBe(true);
    const kinds = bob.events.flatMap(({ type }) => (type === 'message' || type === 'gap' ? [type] : []));
    expect(kinds.lastIndexOf('message')).toBeGreaterThan(kinds.indexOf('gap'));
  });

  it('loses nothing of what is missed in the hour after that, and no gap is shown again', async () => {
    const { ana, bob } = await bothBefore();
    await restart(ana, bob);
    await Promise.all([back(ana), back(bob)]);
    for (const number of [1, 2]) {
      const { length } = bob.heard;
      bob.links.at(-1)!.destroy();
      await isGone(bob);
      await say(ana, '#chat', `missed ${number}`);
      await say(ana, 'bob', `missed in private ${number}`).catch(() => undefined);
      await back(bob);
      await bob.until(() => bob.heard.length > length);
      expect(bob.heard).toContain(`missed ${number}`);
    }
    expect(bob.of('gap')).toHaveLength(3);
  });

  it('is not told again what was under way when the one before ended', async () => {
    const { ana, bob } = await bothBefore();
    ana.links[0]!.isDeaf = true;
    const ids = [ana.client.say('#chat', 'once'), ana.client.say('bob', 'once, in private')];
    await bob.until(() => bob.heard.length === 4);
    await restart(ana, bob);
    await back(bob);
    await back(ana);
    await ana.until(() => ids.every(id => ana.steps(id).at(-1) === 'notConfirmed'));
    await say(ana, '#chat', 'and on');
    await bob.until(() => bob.heard.includes('and on'));
    expect(bob.heard.slice(2)).toEqual(['once', 'once, in private', 'and on']);
  });
});

describe('what an earlier window has heard of another run', () => {
  it.each([
    ['ends with a gap where it is later than this one’s beginning', 0, ['', '#chat']],
    ['is asked for as ever where it is not', 1, []],
  ])('%s', async (_, later, wanted) => {
    const { client, server, witness } = meet({ clock });
    const known = start - 5_000;
    for (const target of ['', '#chat']) client.keepKnown(target, known, '1-old');
    const joined = client.start(never);
    const peer = await server.accept();
    await peer.welcome({ capabilities: historyCapabilities, isupport: `PYCHATIDS=${known + later}-abc` });
    await joined;
    await settle();
    expect(witness.of('gap').map(({ target, restartAt }) => restartAt === known && target)).toEqual(wanted);
    expect(client.run).toBe(`${known + later}-abc`);
  });
});

describe('the name of a run', () => {
  it.each([
    [`PYCHATIDS=5-${'a'.repeat(64)}`, `5-${'a'.repeat(64)}`],
    [`PYCHATIDS=5-${'a'.repeat(65)}`, undefined],
    ['PYCHATIDS=9999999999999999-a', undefined],
    ['PYCHATIDS=x', undefined],
    ['PYCHATIDS', undefined],
  ])('in %s', async (isupport, run) => {
    const { client } = await meetInRoom({ isupport });
    expect(client.run).toBe(run);
  });
});
