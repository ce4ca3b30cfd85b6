import { Duplex, duplexPair, Transform } from 'node:stream';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { sayable } from '../../src/client/saying/compose.ts';
import { Relay } from '../../src/relay/relay.ts';
import type { VerifyHost } from '../../src/client/connection/connect.ts';
import { listen } from '../../src/relay/listener.ts';
import { createIdentity } from '../../src/trust/identity.ts';
import { never, somebody, Witness, type WitnessOptions } from '../support/chatClients.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { settle } from '../support/fakeServer.ts';

const witnesses: Witness[] = [];
const relays: Relay[] = [];

afterEach(async () => {
  for (const { client } of witnesses.splice(0)) client.dispose();
  for (const relay of relays.splice(0)) await relay.close('the test is over');
});

function startRelay(token = ''): Relay {
  const relay = new Relay({
    serverName: 'relay.test',
    room: '#chat',
    version: 'test',
    token,
    motd: ['Hello'],
    // What is measured here is the order and the wholeness of what arrives, not the speed.
    limits: { floodBurst: 1_000_000, floodPerSecond: 1_000_000 },
  });
  relays.push(relay);
  return relay;
}

/** Somebody in the relay's room, with the streams to it, of which the last is the one in use. */
async function enter(relay: Relay, nick: string, options: WitnessOptions = {}) {
  const streams: Duplex[] = [];
  const openStream = () => {
    const [clientEnd, relayEnd] = duplexPair();
    streams.push(clientEnd);
    const key = Buffer.from(nick).toString('hex').padEnd(64, '0');
    relay.accept(relayEnd, { address: '192.0.2.1', key });
    return Promise.resolve({ stream: clientEnd, fingerprints: somebody });
  };
  const identity = { certificate: 'shown already', privateKey: '' };
  const witness = new Witness({ openStream, nick, identity, random: () => 0, ...options });
  witnesses.push(witness);
  await witness.client.start(never);
  await witness.until(() => witness.of('joined').some(event => event.own));
  return { witness, client: witness.client, streams };
}

describe('two clients in one relay', () => {
  it('see the same lines in the same order', async () => {
    const relay = startRelay('secret');
    const ana = await enter(relay, 'ana', { password: 'secret' });
    const bob = await enter(relay, 'bob', { password: 'secret' });
    const lines = [
      'Olá, ação!',
      '👩‍👩‍👧 emoji',
      'שלום עולם',
      '<b>HTML</b>',
      ':colon',
      ' spaces ',
      'a\tb',
      '/path',
    ];
    for (const line of lines) {
      const id = ana.client.say('#chat', line);
      await ana.witness.until(() => ana.witness.steps(id).includes('relayed'));
      const back = bob.client.say('#chat', `${line} too`);
      await bob.witness.until(() => bob.witness.steps(back).includes('relayed'));
    }
    ana.client.act('#chat', 'waves');
    await bob.witness.until(() => bob.witness.heard.includes('waves'));
    const both = [...lines.flatMap(line => [line, `${line} too`]), 'waves'];
    expect(ana.witness.messages.map(message => message.text)).toEqual(both);
    expect(bob.witness.messages.map(message => message.text)).toEqual(both);
    expect(bob.witness.messages.at(-1)).toMatchObject({ form: 'action', nick: 'ana' });
    expect(ana.client.members('#chat')).toEqual(['ana', 'bob']);
  });

  it('get long pastes whole, as one message', async () => {
    const relay = startRelay();
    const ana = await enter(relay, 'ana');
    const bob = await enter(relay, 'bob');
    const code = Array.from({ length: 90 }, (_, line) => `${' '.repeat(line % 8)}const α${line} = '…';`).join(
      '\n',
    );
    const pastes = [code.slice(0, 4_096), 'x'.repeat(65_536), `${'word '.repeat(13_000)}end`];
    for (const paste of pastes) {
      const id = ana.client.say('#chat', paste);
      await bob.witness.until(() => bob.witness.heard.at(-1) === paste);
      await ana.witness.until(() => ana.witness.steps(id).includes('relayed'));
    }
    expect(bob.witness.heard).toEqual(pastes);
  });

  it('tell of joins, nicks, topics and leaving', async () => {
    const relay = startRelay();
    const ana = await enter(relay, 'ana');
    const bob = await enter(relay, 'bob');
    bob.client.setNick('robert');
    bob.client.setTopic('#chat', 'Olá: tópico');
    await ana.witness.until(() => ana.client.topic('#chat') === 'Olá: tópico');
    await bob.client.leave('até logo');
    await ana.witness.until(() => ana.witness.of('left').length === 1);
    expect(ana.witness.of('joined')).toMatchObject([{ nick: 'ana', own: true }, { nick: 'bob' }]);
    expect(ana.witness.of('renamed')).toMatchObject([{ nick: 'bob', to: 'robert', own: false }]);
    expect(ana.witness.of('topic')).toMatchObject([{ by: 'robert' }]);
    expect(ana.witness.of('left')).toMatchObject([{ nick: 'robert', how: 'quit' }]);
    expect(bob.client.state).toEqual({ phase: 'closed' });
  });

  it('are turned away without the token and with a nick that is taken', async () => {
    const relay = startRelay('secret');
    await expect(enter(relay, 'eve', { password: 'wrong' })).rejects.toMatchObject({ code: 'inviteNeeded' });
    await enter(relay, 'ana', { password: 'secret' });
    await expect(enter(relay, 'ANA', { password: 'secret' })).rejects.toMatchObject({ code: 'nickTaken' });
    const { client } = witnesses.at(-1)!;
    await client.retryNick('ana2');
    expect(client.state.phase).toBe('registered');
  });

  it('lose nothing and see nothing twice when the connection is cut again and again', async () => {
    const relay = startRelay();
    const ana = await enter(relay, 'ana');
    const bob = await enter(relay, 'bob');
    const said: string[] = [];
    const speak = (text: string): void => {
      said.push(text);
      ana.client.say('#chat', text);
    };
    for (let round = 0; round < 10; round++) {
      for (let line = 0; line < 3; line++) speak(`round ${round} line ${line}`);
      // Cut at another moment each round: before a line is written, while it is on its way, after its echo.
      for (let turn = 0; turn < round; turn++) await new Promise(resolve => setImmediate(resolve));
      ana.streams.at(-1)!.destroy();
      speak(`round ${round}\nof several\nlines`);
      await ana.witness.until(
        () => ana.client.state.phase === 'registered' && ana.streams.length > round + 1,
      );
    }
    const last = ana.client.say('#chat', 'the end');
    await ana.witness.until(() => ana.witness.steps(last).includes('relayed'));
    await bob.witness.until(() => bob.witness.heard.includes('the end'));
    expect(bob.witness.heard).toEqual([...said, 'the end']);
    // What was found in the history is told again, under the id that it is shown by.
    const own = new Map(ana.witness.messages.map(({ id, text }) => [id, text]));
    expect([...own.values()]).toEqual([...said, 'the end']);
    for (const { id } of ana.witness.messages) expect(ana.witness.steps(id).at(-1)).toBe('relayed');
  });

  const texts = fc.string({
    unit: fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constant('\n')),
    maxLength: 600,
  });

  it('see whatever text the other says', async () => {
    const relay = startRelay();
    const ana = await enter(relay, 'ana');
    const bob = await enter(relay, 'bob');
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(texts, async text => {
        const before = bob.witness.heard.length;
        const mark = `end ${++runs}`;
        ana.client.say('#chat', text);
        ana.client.say('#chat', mark);
        await bob.witness.until(() => bob.witness.heard.at(-1) === mark);
        expect(bob.witness.heard.slice(before)).toEqual([sayable(text), mark]);
      }),
      { numRuns: 60 },
    );
  });

  it('see it line by line where the relay knows no batches', async () => {
    const relay = startRelay();
    const clock = new FakeClock();
    const openStream = () => Promise.resolve({ stream: withoutMultiline(relay), fingerprints: somebody });
    const ana = await enter(relay, 'ana', { clock, openStream });
    const bob = await enter(relay, 'bob');
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(texts, async text => {
        const before = bob.witness.heard.length;
        const mark = `end ${++runs}`;
        ana.client.say('#chat', text);
        ana.client.say('#chat', mark);
        while (bob.witness.heard.at(-1) !== mark) {
          await settle();
          clock.advance(2_000);
        }
        const lines = sayable(text)
          .split('\n')
          .map(line => (line === '' ? ' ' : line));
        expect(bob.witness.heard.slice(before, -1).join('')).toBe(lines.join(''));
        expect(bob.witness.heard.length - before).toBeGreaterThanOrEqual(lines.length + 1);
      }),
      { numRuns: 15 },
    );
    const reader = ana.witness.heard.length;
    bob.client.say('#chat', 'first\nsecond');
    await ana.witness.until(() => ana.witness.heard.length === reader + 2);
    expect(ana.witness.heard.slice(reader)).toEqual(['first', 'second']);
  });
});

/** A connection to the relay on which it seems not to know `draft/multiline`. */
function withoutMultiline(relay: Relay): Duplex {
  const [clientEnd, relayEnd] = duplexPair();
  relay.accept(relayEnd, { address: '192.0.2.2' });
  const hiding = new Transform({
    transform: (chunk: Buffer, _encoding, done) =>
      done(null, Buffer.from(chunk.toString('latin1').replace(/ ?draft\/multiline=\S+/, ''), 'latin1')),
  });
  return Duplex.from({ readable: clientEnd.pipe(hiding), writable: clientEnd });
}

describe('over TLS', () => {
  it('works the same, with the host verified by its key', async () => {
    const now = new Date();
    const [host, guest] = await Promise.all([
      createIdentity({ name: 'host', now }),
      createIdentity({ name: 'guest', now }),
    ]);
    const relay = startRelay();
    const listener = await listen(relay, host, { host: '127.0.0.1', port: 0, portsToTry: 1 });
    const addresses = [{ address: '127.0.0.1', port: listener.port }];
    const verifyHost: VerifyHost = ({ fingerprints }) =>
      Promise.resolve(fingerprints.key === host.fingerprints.key);
    const [ana, bob] = await Promise.all(
      ['ana', 'bob'].map(async nick => {
        const witness = new Witness({ addresses, identity: guest, verifyHost, nick });
        witnesses.push(witness);
        await witness.client.start(never);
        return witness;
      }),
    );
    const paste = `${'línea\n'.repeat(800)}fim`;
    ana!.client.say('#chat', 'olá');
    ana!.client.say('#chat', paste);
    await bob!.until(() => bob!.heard.length === 2);
    expect(bob!.heard).toEqual(['olá', paste]);
    await bob!.client.leave('tchau');
    await ana!.until(() => ana!.of('left').length === 1);
    await relay.close('off');
    await ana!.until(() => ana!.client.state.phase === 'reconnecting');
    expect(ana!.client.state).toMatchObject({ failure: { code: 'hostClosed' } });
    await listener.close();
  });
});
