import { duplexPair } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openFirst, type VerifyHost } from '../../../src/client/connection/connect.ts';
import { ClientFailure } from '../../../src/client/failure.ts';
import { attemptDelayMs, connectTimeoutMs } from '../../../src/client/limits.ts';
import { meet, never, somebody } from '../../support/chatClients.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { settle } from '../../support/fakeServer.ts';

const addresses = Array.from({ length: 8 }, (_, index) => ({ address: `${index}.test`, port: 1 }));
const first = addresses[0]!;
const second = addresses[1]!;
const accept: VerifyHost = () => Promise.resolve(true);

/** A race in which `dead` addresses do not answer before the time for a connection is up. */
function race(dead: (address: string) => boolean, verifyHost: VerifyHost = accept, count = addresses.length) {
  const clock = new FakeClock();
  const tried: string[] = [];
  const streams = new Map<string, { destroyed: boolean }>();
  const openStream = ({ address }: { address: string }, signal: AbortSignal) => {
    tried.push(address);
    return new Promise<{ stream: ReturnType<typeof duplexPair>[0]; fingerprints: typeof somebody }>(
      (resolve, reject) => {
        if (dead(address)) {
          const timer = clock.after(connectTimeoutMs, () => reject(new ClientFailure('timedOut', '')));
          signal.addEventListener('abort', () => timer.dispose());
          return;
        }
        const [stream] = duplexPair();
        streams.set(address, stream);
        resolve({ stream, fingerprints: somebody });
      },
    );
  };
  const won = openFirst(addresses.slice(0, count), { openStream, verifyHost, clock }, never);
  return { clock, tried, streams, won };
}

describe('several addresses', () => {
  it('are tried side by side: eight dead ones take hardly longer than one', async () => {
    const { clock, tried, won } = race(() => true);
    const failed = expect(won).rejects.toMatchObject({ code: 'timedOut' });
    for (let count = 1; count <= 8; count++) {
      await settle();
      expect(tried).toHaveLength(count);
      clock.advance(attemptDelayMs);
    }
    clock.advance(connectTimeoutMs - attemptDelayMs);
    await failed;
    expect(clock.waiting).toBe(0);
  });

  it('are left once one has won, before the others are tried', async () => {
    const { clock, tried, won } = race(address => address === first.address);
    await settle();
    expect(tried).toEqual([first.address]);
    clock.advance(attemptDelayMs);
    expect(await won).toMatchObject({ address: second });
    await settle();
    expect(tried).toEqual([first.address, second.address]);
    expect(clock.waiting).toBe(0);
  });

  it('are verified one at a time, and those after the one that was accepted not at all', async () => {
    const asked: string[] = [];
    let answer: (yes: boolean) => void = () => undefined;
    const verifyHost: VerifyHost = ({ address }) => {
      asked.push(address.address);
      return new Promise(resolve => (answer = resolve));
    };
    const { clock, streams, won } = race(() => false, verifyHost, 3);
    for (let turn = 0; turn < 3; turn++) {
      await settle();
      clock.advance(attemptDelayMs);
    }
    await settle();
    expect(asked).toEqual([first.address]);
    answer(false);
    await settle();
    expect(asked).toEqual([first.address, second.address]);
    answer(true);
    expect(await won).toMatchObject({ address: second });
    await settle();
    expect(asked).toHaveLength(2);
    expect([...streams.values()].map(stream => stream.destroyed)).toEqual([true, false, true]);
  });

  it('fail together by what says most', async () => {
    const { clock, won } = race(
      address => address === first.address,
      () => Promise.resolve(false),
      2,
    );
    const failed = expect(won).rejects.toMatchObject({ code: 'wrongKey', address: second });
    await settle();
    clock.advance(attemptDelayMs);
    await settle();
    clock.advance(connectTimeoutMs);
    await failed;
  });

  it('are all let go when the client leaves meanwhile', async () => {
    const { client, clock } = meet({ addresses, openStream: () => new Promise(() => undefined) });
    const failed = expect(client.start(never)).rejects.toMatchObject({ code: 'cancelled' });
    clock.advance(attemptDelayMs);
    await client.leave('');
    await failed;
    await settle();
    expect(clock.waiting).toBe(0);
  });
});
