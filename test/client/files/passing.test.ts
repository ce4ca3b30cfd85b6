import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchFile } from '../../../src/client/files/fetchFile.ts';
import { type FileOffering, offerFile, type Sending } from '../../../src/client/files/offerFile.ts';
import { fileStallMs } from '../../../src/client/files/limits.ts';
import { fileProtocol } from '../../../src/net/tls.ts';
import { sample } from '../../relay/files/fileBench.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { identityOf, MemorySink, never, offerOf, Place, sourceOf } from './place.ts';

let place: Place;
const offerings: FileOffering[] = [];
beforeEach(async () => {
  place = await Place.open({ fileRecheckMs: 0 });
});
afterEach(async () => {
  for (const offering of offerings.splice(0)) offering.dispose();
  await place.close();
});

async function offer(nick: string, target: string, bytes: Uint8Array, piece?: number): Promise<FileOffering> {
  const offering = await offerFile(await place.endpoint(nick), sourceOf(bytes, piece), { target });
  offerings.push(offering);
  return offering;
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 10);
  await Promise.resolve();
  yield bytes.subarray(10);
}

const bytes = sample(3_000_000);

describe('a file', () => {
  it('goes in both directions over TLS, with progress on both sides', async () => {
    await place.join('ann');
    await place.join('bob');
    for (const [from, to] of [
      ['ann', 'bob'],
      ['bob', 'ann'],
    ] as const) {
      const offering = await offer(from, '#chat', bytes);
      const sent: Sending[] = [];
      const done = new Promise<void>(resolve => {
        offering.onSending(sending => {
          sent.push(sending);
          if (sending.state === 'done') resolve();
        });
      });
      const sink = new MemorySink();
      const moved: number[] = [];
      const progress = (now: number): void => void moved.push(now);
      await fetchFile(await place.endpoint(to), offerOf(offering, bytes), sink, {
        offset: 0,
        signal: never,
        progress,
      });
      expect(sink.bytes.equals(bytes)).toBe(true);
      expect(moved.at(-1)).toBe(bytes.length);
      expect(moved).toEqual(moved.toSorted((one, other) => one - other));
      await done;
      expect(sent.at(-1)).toMatchObject({ moved: bytes.length, state: 'done' });
      expect(sent.every((step, index) => index === 0 || step.moved >= sent[index - 1]!.moved)).toBe(true);
    }
  });

  it('goes to several receivers at once, and to one alone in private', async () => {
    const nicks = ['bob', 'cat', 'dan', 'eve'];
    for (const nick of ['ann', ...nicks]) await place.join(nick);
    const offering = await offer('ann', '#chat', bytes);
    const sinks = await Promise.all(
      nicks.map(async nick => {
        const sink = new MemorySink();
        await fetchFile(await place.endpoint(nick), offerOf(offering, bytes), sink, {
          offset: 0,
          signal: never,
        });
        return sink;
      }),
    );
    for (const sink of sinks) expect(sink.bytes.equals(bytes)).toBe(true);
    const secretly = offerOf(await offer('ann', 'bob', bytes), bytes);
    const ask = async (nick: string): Promise<void> =>
      fetchFile(await place.endpoint(nick), secretly, new MemorySink(), { offset: 0, signal: never });
    await expect(ask('cat')).rejects.toMatchObject({ code: 'gone' });
    await ask('bob');
  });

  it.each([
    ['the connection says nothing any more', (clock: FakeClock) => clock.advance(fileStallMs)],
    ['the user cancels', (_: FakeClock, controller: AbortController) => controller.abort()],
  ])('is here when all of it has come, though %s before the relay has ended', async (_, stop) => {
    await place.join('ann');
    await place.join('bob');
    const offered = offerOf(await offer('ann', '#chat', bytes), bytes);
    const [clock, controller, sink] = [new FakeClock(), new AbortController(), new MemorySink()];
    await fetchFile(await place.endpoint('bob'), offered, sink, {
      offset: 0,
      signal: controller.signal,
      clock,
      progress: moved => {
        // Once it has confirmed, and before the relay can have heard it.
        if (moved === bytes.length) queueMicrotask(() => stop(clock, controller));
      },
    });
    expect(sink.bytes.equals(bytes)).toBe(true);
  });

  it('of no bytes arrives as such', async () => {
    await place.join('ann');
    await place.join('bob');
    const nothing = new Uint8Array();
    const offered = offerOf(await offer('ann', '#chat', nothing), nothing);
    const sink = new MemorySink();
    await fetchFile(await place.endpoint('bob'), offered, sink, { offset: 0, signal: never });
    expect(sink.bytes).toHaveLength(0);
  });

  it('goes on after a cut in the middle, and only what was missing is sent', async () => {
    await place.join('ann');
    await place.join('bob');
    const offering = await offer('ann', '#chat', bytes);
    const offered = offerOf(offering, bytes);
    const endpoint = await place.endpoint('bob');
    const sink = new MemorySink();
    const cut = new AbortController();
    sink.onWrite = () => {
      if (sink.bytes.length > 1_000_000) cut.abort();
      return Promise.resolve();
    };
    const broken = fetchFile(endpoint, offered, sink, { offset: 0, signal: cut.signal });
    await expect(broken).rejects.toMatchObject({ code: 'cancelled' });
    const here = sink.bytes;
    expect(here.length).toBeGreaterThan(1_000_000);
    expect(here.length).toBeLessThan(bytes.length);
    sink.onWrite = () => Promise.resolve();
    const first: number[] = [];
    await fetchFile(endpoint, offered, sink, {
      offset: here.length,
      before: piecesOf(here),
      signal: never,
      progress: moved => void first.push(moved),
    });
    expect(first[0]).toBeGreaterThan(here.length);
    expect(sink.bytes.equals(bytes)).toBe(true);
  });

  it('goes on when the relay’s side is cut, which counts as a break and not as the end', async () => {
    await place.join('ann');
    await place.join('bob');
    const offering = await offer('ann', '#chat', bytes);
    const sink = new MemorySink();
    const failed = new Promise<Sending>(resolve => {
      offering.onSending(sending => {
        if (sending.state === 'failed') resolve(sending);
      });
    });
    sink.onWrite = async () => {
      if (sink.bytes.length > 500_000) offering.dispose();
      await new Promise(resolve => setImmediate(resolve));
    };
    const fetching = fetchFile(await place.endpoint('bob'), offerOf(offering, bytes), sink, {
      offset: 0,
      signal: never,
    });
    await expect(fetching).rejects.toMatchObject({ code: 'broken' });
    await failed;
    const again = fetchFile(await place.endpoint('bob'), offerOf(offering, bytes), sink, {
      offset: 0,
      signal: never,
    });
    await expect(again).rejects.toMatchObject({ code: 'gone' });
  });

  it('that is offered again after a break is the same to those who know of it', async () => {
    await place.join('ann');
    await place.join('bob');
    const first = await offer('ann', '#chat', bytes);
    first.dispose();
    const { id, secret } = first;
    const again = { target: '#chat', renews: { id, secret } };
    await expect(offerFile(await place.endpoint('bob'), sourceOf(bytes), again)).rejects.toMatchObject({
      code: 'gone',
    });
    const second = await offerFile(await place.endpoint('ann'), sourceOf(bytes), again);
    offerings.push(second);
    expect([second.id, second.secret]).toEqual([id, secret]);
    const sink = new MemorySink();
    await fetchFile(await place.endpoint('bob'), offerOf(first, bytes), sink, { offset: 0, signal: never });
    expect(sink.bytes.equals(bytes)).toBe(true);
  });
});

describe('a fetch is refused', () => {
  it('when what came is not what was offered', async () => {
    await place.join('ann');
    await place.join('bob');
    const other = Uint8Array.from(bytes);
    other[2_999_999]! ^= 1;
    const offering = await offer('ann', '#chat', other);
    const over = new Promise<Sending>(resolve => {
      offering.onSending(sending => {
        if (sending.state !== 'moving') resolve(sending);
      });
    });
    const fetching = fetchFile(await place.endpoint('bob'), offerOf(offering, bytes), new MemorySink(), {
      offset: 0,
      signal: never,
    });
    await expect(fetching).rejects.toMatchObject({ code: 'wrongHash' });
    expect(await over).toMatchObject({ moved: bytes.length, state: 'failed' });
  });

  it('with a wrong secret, from outside the room, and without being in the chat', async () => {
    await place.join('ann');
    await place.join('bob');
    await place.join('cat', '#other');
    const offered = offerOf(await offer('ann', '#chat', bytes), bytes);
    const wrong = { ...offered, secret: offered.secret.replace(/^./, first => (first === 'A' ? 'B' : 'A')) };
    const fetch = async (nick: string, what = offered): Promise<void> =>
      fetchFile(await place.endpoint(nick), what, new MemorySink(), { offset: 0, signal: never });
    await expect(fetch('bob', wrong)).rejects.toMatchObject({ code: 'gone' });
    await expect(fetch('cat')).rejects.toMatchObject({ code: 'gone' });
    await expect(fetch('stranger')).rejects.toMatchObject({ code: 'notHere' });
    await fetch('bob');
  });

  it('when somebody is kicked in the middle of it, and when they ask again', async () => {
    const ann = await place.join('host');
    await place.join('bob');
    const offered = offerOf(await offer('host', '#chat', bytes), bytes);
    const sink = new MemorySink();
    let kicked = false;
    sink.onWrite = async () => {
      if (kicked || sink.bytes.length < 300_000) return;
      kicked = true;
      await ann.ask('KICK #chat bob');
    };
    const endpoint = await place.endpoint('bob');
    const fetching = fetchFile(endpoint, offered, sink, { offset: 0, signal: never });
    await expect(fetching).rejects.toMatchObject({ code: 'broken' });
    expect(sink.bytes.length).toBeLessThan(bytes.length);
    await expect(fetchFile(endpoint, offered, sink, { offset: 0, signal: never })).rejects.toMatchObject({
      code: 'gone',
    });
  });

  it('when the sender has left', async () => {
    const ann = await place.join('ann');
    await place.join('bob');
    const offered = offerOf(await offer('ann', '#chat', bytes), bytes);
    ann.send('QUIT');
    await once(ann.stream, 'close');
    const fetching = fetchFile(await place.endpoint('bob'), offered, new MemorySink(), {
      offset: 0,
      signal: never,
    });
    await expect(fetching).rejects.toMatchObject({ code: 'gone' });
  });

  it('before a byte is sent, where another key answers', async () => {
    await place.join('bob');
    const { fingerprints } = await identityOf('ann');
    const endpoint = { ...(await place.endpoint('bob')), hostKey: fingerprints.key };
    const offered = offerOf({ id: 'a', secret: 'b' }, bytes);
    const fetching = fetchFile(endpoint, offered, new MemorySink(), { offset: 0, signal: never });
    await expect(fetching).rejects.toMatchObject({ code: 'wrongKey' });
  });

  it('when what is here already is less than said', async () => {
    const endpoint = await place.endpoint('bob');
    const fetching = fetchFile(endpoint, offerOf({ id: 'a', secret: 'b' }, bytes), new MemorySink(), {
      offset: 5,
      before: piecesOf(new Uint8Array(4)),
      signal: never,
    });
    await expect(fetching).rejects.toMatchObject({ code: 'changed' });
  });
});

describe('a file from a relay of 0.1.0', () => {
  it('is asked for as that understands, and ends without a word', async () => {
    const { certificate, privateKey, fingerprints } = await identityOf('old');
    const heard: string[] = [];
    const content = bytes.subarray(0, 10_000);
    const options = {
      cert: certificate,
      key: privateKey,
      ALPNProtocols: [fileProtocol],
      allowHalfOpen: true,
    };
    await using server = createServer(options, socket => {
      socket.on('error', () => undefined).on('end', () => socket.end());
      socket.on('data', data => {
        heard.push(String(data).split(' ')[0]!);
        if (heard.at(-1) !== 'GET') socket.end('REFUSED BADREQUEST\r\n');
        else socket.write(Buffer.concat([Buffer.from('SENDING 10000\r\n'), content]));
        // The end comes by itself: whoever confirms the file without being asked does it before.
        if (heard.at(-1) === 'GET') setImmediate(() => socket.end());
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const endpoint = {
      address: { address: '127.0.0.1', port },
      identity: await identityOf('bob'),
      hostKey: fingerprints.key,
    };
    const sink = new MemorySink();
    await fetchFile(endpoint, offerOf({ id: 'a', secret: 'b' }, content), sink, { offset: 0, signal: never });
    expect(sink.bytes.equals(content)).toBe(true);
    expect(heard).toEqual(['FETCH', 'GET']);
  });
});

describe('an offer', () => {
  it('ends, with everything that is sent, when its file has changed', async () => {
    await place.join('ann');
    await place.join('bob');
    const short = { ...sourceOf(bytes.subarray(0, 1_000)), size: 2_000 };
    const offering = await offerFile(await place.endpoint('ann'), short, { target: '#chat' });
    const closed = new Promise(resolve => {
      offering.onClosed(resolve);
    });
    const fetching = fetchFile(
      await place.endpoint('bob'),
      { ...offerOf(offering, bytes), size: 2_000 },
      new MemorySink(),
      {
        offset: 0,
        signal: never,
      },
    );
    await expect(fetching).rejects.toMatchObject({ code: 'broken' });
    expect(await closed).toMatchObject({ code: 'changed' });
  });

  it('ends when the relay does', async () => {
    await place.join('ann');
    const offering = await offer('ann', '#chat', bytes);
    const closed = new Promise(resolve => {
      offering.onClosed(resolve);
    });
    await place.relay.close('done');
    expect(await closed).toMatchObject({ code: 'broken' });
  });

  it('is refused for a room we are not in, and for somebody who is not there', async () => {
    await place.join('ann');
    await expect(offer('ann', '#elsewhere', bytes)).rejects.toMatchObject({ code: 'noTarget' });
    await expect(offer('ann', 'nobody', bytes)).rejects.toMatchObject({ code: 'noTarget' });
  });

  it('is called off by its signal while it is made', async () => {
    await place.join('ann');
    const controller = new AbortController();
    controller.abort();
    const making = offerFile(await place.endpoint('ann'), sourceOf(bytes), {
      target: '#chat',
      signal: controller.signal,
    });
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
  });
});
