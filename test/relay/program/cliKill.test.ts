import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { connectTls } from '../../support/tlsPeer.ts';
import { type RunningCli, start } from './cliProcess.ts';

/** How often the relay is killed; PYCHAT_KILLS=100 for the long form. */
const kills = Number(process.env.PYCHAT_KILLS ?? 4);
const seed = Number(process.env.PYCHAT_SEED ?? Date.now() % 1_000_000);

/** What was acknowledged so long before a kill is on the disk: about a second is promised, on a machine with nothing else to do. */
const promisedMs = 4000;

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'pychat-kill-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

async function enter(relay: RunningCli, nick: string, identity: Identity): Promise<TestPeer> {
  const peer = await connectTls(relay.invite.port, identity);
  await register(peer, nick, { capabilities: 'draft/read-marker' });
  await peer.ask('JOIN #mine');
  return peer;
}

const timeOf = (number: number): string => new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();

/** What a member finds: the number in the topic, and the one in the read marker. */
async function found(peer: TestPeer): Promise<{ topic: number; marker: number }> {
  const [topic, marker] = [await peer.ask('TOPIC #mine'), await peer.ask('MARKREAD #mine')];
  const time = /timestamp=(\S+)/.exec(marker.join())?.[1];
  return {
    topic: Number(/ 332 .*:topic (\d+)/.exec(topic.join())?.[1] ?? 0),
    marker: time === undefined ? 0 : (Date.parse(time) - Date.UTC(2026, 0, 1)) / 1000,
  };
}

/** Sets topic and marker to one number after the other, until the relay is gone. */
async function setOn(peer: TestPeer, from: number, until: Promise<unknown>): Promise<Map<number, number>> {
  const acknowledged = new Map<number, number>();
  const gone = until.then(() => undefined);
  for (let number = from; ; number++) {
    const answer = peer.ask(`MARKREAD #mine timestamp=${timeOf(number)}`, `TOPIC #mine :topic ${number}`);
    const lines = await Promise.race([answer.catch(() => undefined), gone]);
    if (lines === undefined) return acknowledged;
    acknowledged.set(number, Date.now());
  }
}

test(
  `what members set is there after each SIGKILL (PYCHAT_SEED=${seed})`,
  { timeout: 60_000 + kills * 20_000 },
  async () => {
    const random = seededRandom(seed);
    const folder = path.join(parent, 'data');
    const identity = await createIdentity({ name: 'ann', now: new Date() });
    let before = { topic: 0, marker: 0 };
    let last = 0;
    let promised = 0;
    for (let round = 0; round <= kills; round++) {
      const relay = await start('--open', '--no-flood-limits', '--data', folder);
      const ann = await enter(relay, 'ann', identity);
      const now = await found(ann);
      const told = { round, seed, last, promised, before, now };
      for (const kind of ['topic', 'marker'] as const) {
        expect(now[kind], JSON.stringify(told)).toBeGreaterThanOrEqual(Math.max(promised, before[kind]));
        expect(now[kind], JSON.stringify(told)).toBeLessThanOrEqual(last + 1);
      }
      expect(relay.stderr()).toMatch(/^(?:pychat-relay: \S+: the last \d+ bytes are left out[^\n]*\n)?$/);
      if (round === kills) {
        await relay.stop('SIGKILL');
        break;
      }
      // The longest lives are long enough for the promise to say something.
      const life = round === 0 ? promisedMs + 1500 : random() * 2500;
      const killed = new Promise(resolve => setTimeout(resolve, life)).then(() => relay.stop('SIGKILL'));
      const acknowledged = await setOn(ann, last + 1, killed);
      const killedAt = Date.now();
      await killed;
      before = now;
      for (const [number, at] of acknowledged) {
        last = number;
        if (at < killedAt - promisedMs) promised = number;
      }
      if (round === 0) expect(promised).toBeGreaterThan(0);
    }
    expect(await readFile(path.join(folder, 'relay.lines'), 'utf8')).toContain('"kind":"readMarkers"');
  },
);
