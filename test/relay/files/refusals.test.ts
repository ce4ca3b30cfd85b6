import { describe, expect, test } from 'vitest';
import { settle } from '../../support/fakeServer.ts';
import { FileBench, keyOf, sample } from './fileBench.ts';

async function meeting(limits: ConstructorParameters<typeof FileBench>[0] = {}): Promise<FileBench> {
  const bench = new FileBench(limits);
  for (const nick of ['ann', 'bob']) await bench.join(nick);
  return bench;
}

describe('a connection for a file is refused', () => {
  test('without a certificate, and to who is not registered in the chat', async () => {
    const bench = await meeting();
    expect(await bench.connectAs({ address: '192.0.2.1' }).line()).toBe('REFUSED NOTHERE');
    expect(await bench.connect('stranger').line()).toBe('REFUSED NOTHERE');
    bench.relay.connect({ address: '192.0.2.1', key: keyOf('silent') });
    expect(await bench.connect('silent').line()).toBe('REFUSED NOTHERE');
  });

  test.each(['', 'HELLO', 'GET a b', 'OFFER #chat', 'OFFER #chat -1', 'SEND', 'SEND a b', 'get a b 0'])(
    'when it asks for %j',
    async line => {
      const bench = await meeting();
      const peer = bench.connect('ann');
      expect(await peer.ask(line)).toMatch(/^REFUSED (BADREQUEST|GONE)$/);
      await peer.closed();
    },
  );

  test('without a word when a line is too long, not UTF-8, or does not come in time', async () => {
    const bench = await meeting({ fileRequestBytes: 50 });
    const atTheEdge = bench.connect('ann');
    expect(await atTheEdge.ask('X'.repeat(50))).toBe('REFUSED BADREQUEST');
    const tooLong = bench.connect('ann');
    tooLong.send('X'.repeat(51));
    expect(await tooLong.rest()).toHaveLength(0);
    const endless = bench.connect('ann');
    endless.stream.write('X'.repeat(52));
    expect(await endless.rest()).toHaveLength(0);
    const odd = bench.connect('ann');
    odd.stream.write(Buffer.from([0xff, 0x0a]));
    expect(await odd.rest()).toHaveLength(0);
    const slow = bench.connect('ann');
    slow.stream.write('OFFER ');
    bench.relay.clock.advance(9_999);
    await settle();
    expect(slow.stream.readableEnded).toBe(false);
    bench.relay.clock.advance(1);
    expect(await slow.rest()).toHaveLength(0);
  });

  test('when one new key has too many connections for files, where those for chat do not count', async () => {
    const bench = await meeting({ maxFileConnectionsPerNewKey: 2 });
    const first = bench.connect('bob');
    bench.connect('bob');
    const third = bench.connect('bob');
    expect(await third.line()).toBe('REFUSED TOOMANY');
    expect(await bench.connect('ann').ask('HELLO')).toBe('REFUSED BADREQUEST');
    first.stream.destroy();
    await settle();
    expect(await bench.connect('bob').ask('HELLO')).toBe('REFUSED BADREQUEST');
    expect(await bench.join('cat')).toBeDefined();
  });

  test('where the relay passes no files, and 005 says so', async () => {
    const without = new FileBench({ maxFileBytes: 0 });
    await without.join('ann');
    expect(await without.connect('ann').rest()).toHaveLength(0);
    expect((await without.people.get('ann')!.ask('VERSION')).join('\n')).not.toContain('PYCHATFILES');
    const withFiles = new FileBench({ maxFileBytes: 5 });
    const ann = await withFiles.join('ann');
    expect((await ann.ask('VERSION')).join('\n')).toContain(' PYCHATFILES=5 ');
  });

  test('when one key asks too often, until the time has passed; others may ask', async () => {
    const bench = await meeting({ fileRequests: 3 });
    for (let count = 0; count < 3; count++)
      expect(await bench.connect('ann').ask('X')).toBe('REFUSED BADREQUEST');
    expect(await bench.connect('ann').ask('X')).toBe('REFUSED TOOFAST');
    expect(await bench.connect('ann').ask('SEND nothing')).toBe('REFUSED TOOFAST');
    expect(await bench.connect('bob').ask('X')).toBe('REFUSED BADREQUEST');
    bench.relay.clock.advance(60_000);
    expect(await bench.connect('ann').ask('X')).toBe('REFUSED BADREQUEST');
  });
});

describe('an offer', () => {
  test('is taken up to the size that is allowed', async () => {
    const bench = await meeting({ maxFileBytes: 1000 });
    expect(await bench.connect('ann').ask('OFFER #chat 1000')).toMatch(/^OFFERED \S+ \S+$/);
    expect(await bench.connect('ann').ask('OFFER #chat 1001')).toBe('REFUSED TOOBIG');
  });

  test('is taken up to so many of one key, and there is room again when one ends', async () => {
    const bench = await meeting({ maxFileOffersPerKey: 2 });
    const first = await bench.offer('ann', '#chat', 1);
    await bench.offer('ann', 'bob', 1);
    expect(await bench.connect('ann').ask('OFFER #chat 1')).toBe('REFUSED TOOMANY');
    await bench.offer('bob', '#chat', 1);
    first.control.stream.destroy();
    await settle();
    await bench.offer('ann', '#chat', 1);
  });

  test('goes only where its sender is heard', async () => {
    const bench = await meeting();
    const op = bench.people.get('ann')!;
    await bench.join('cat', '#other');
    for (const target of ['#nowhere', '#other', 'nobody', '@#chat'])
      expect(await bench.connect('ann').ask(`OFFER ${target} 1`)).toBe('REFUSED NOTARGET');
    await op.ask('MODE #chat +m');
    expect(await bench.connect('bob').ask('OFFER #chat 1')).toBe('REFUSED NOTARGET');
    await op.ask('MODE #chat +v bob');
    await bench.offer('bob', '#chat', 1);
  });

  test('to somebody without a key is none', async () => {
    const bench = await meeting();
    await bench.relay.join('guest');
    expect(await bench.connect('ann').ask('OFFER guest 1')).toBe('REFUSED NOTARGET');
  });

  test('comes back under its name for its own key alone, and the older connection goes', async () => {
    const bench = await meeting();
    const { control, id, secret } = await bench.offer('ann', '#chat', 5);
    expect(await bench.connect('bob').ask(`OFFER #chat 5 ${id} ${secret}`)).toBe('REFUSED GONE');
    expect(await bench.connect('ann').ask(`OFFER #chat 5 ${id} x${secret.slice(1)}y`)).toBe('REFUSED GONE');
    const again = bench.connect('ann');
    expect(await again.ask(`OFFER #chat 5 ${id} ${secret}`)).toBe(`OFFERED ${id} ${secret}`);
    await control.closed();
    bench.get('bob', { id, secret });
    expect(await again.line()).toMatch(/^WANTED \S+ 0 \w+$/);
  });

  test('stays as long as its sender answers, and is in the chat', async () => {
    const bench = await meeting();
    const { control } = await bench.offer('ann', '#chat', 5);
    for (let count = 0; count < 5; count++) {
      bench.relay.clock.advance(30_000);
      expect(await control.line()).toBe('PING');
      control.send('PONG');
      await settle();
    }
    const silent = await bench.offer('bob', '#chat', 5);
    bench.relay.clock.advance(30_000);
    expect(await silent.control.line()).toBe('PING');
    bench.relay.clock.advance(29_999);
    await settle();
    expect(silent.control.stream.readableEnded).toBe(false);
    bench.relay.clock.advance(1);
    await silent.control.closed();
  });

  test('ends when its sender has left the chat, or says what nobody asked', async () => {
    const bench = await meeting();
    const { control } = await bench.offer('ann', '#chat', 5);
    await bench.people
      .get('ann')!
      .ask('QUIT')
      .catch(() => undefined);
    bench.relay.clock.advance(30_000);
    await control.closed();
    const talkative = await bench.offer('bob', '#chat', 5);
    talkative.control.send('PONG');
    await talkative.control.closed();
  });

  test('a thousand of them stand at once, and all but what is open is forgotten', async () => {
    const bench = await meeting({
      maxFileOffersPerKey: 1000,
      maxFileOffers: 4000,
      maxFileConnectionsPerKey: 1002,
      maxFileConnections: 4000,
      fileRequests: 5000,
    });
    const offers = await Promise.all(Array.from({ length: 1000 }, () => bench.offer('ann', '#chat', 1)));
    expect(new Set(offers.map(({ id }) => id)).size).toBe(1000);
    const receiver = bench.get('bob', offers[777]!);
    const { sender } = await bench.bring('ann', offers[777]!.control);
    sender.stream.write('x');
    expect(await receiver.line()).toBe('SENDING 1');
    for (const { control } of offers) control.stream.destroy();
    await settle();
    expect(await bench.get('bob', offers[3]!).line()).toBe('REFUSED GONE');
  });
});

describe('a fetch is refused', () => {
  test('with a wrong secret, an unknown offer, from outside the room, and all of them alike', async () => {
    const bench = await meeting();
    await bench.join('cat', '#other');
    const offer = await bench.offer('ann', '#chat', 5);
    expect(await bench.get('bob', { ...offer, secret: 'A'.repeat(22) }).line()).toBe('REFUSED GONE');
    expect(await bench.get('bob', { ...offer, secret: 'short' }).line()).toBe('REFUSED GONE');
    expect(await bench.get('bob', { ...offer, id: 'unknown' }).line()).toBe('REFUSED GONE');
    expect(await bench.get('cat', offer).line()).toBe('REFUSED GONE');
  });

  test('to who is banned, who was kicked, and of a sender who was', async () => {
    const bench = await meeting();
    const op = bench.people.get('ann')!;
    await bench.join('cat');
    const offer = await bench.offer('ann', '#chat', 5);
    const catsOffer = await bench.offer('cat', '#chat', 5);
    await op.ask(`MODE #chat +b z:${keyOf('bob')}`);
    expect(await bench.get('bob', offer).line()).toBe('REFUSED GONE');
    await op.ask(`MODE #chat -b z:${keyOf('bob')}`);
    bench.get('bob', offer);
    expect(await offer.control.line()).toMatch(/^WANTED /);
    await op.ask('KICK #chat cat');
    expect(await bench.get('cat', offer).line()).toBe('REFUSED GONE');
    expect(await bench.get('bob', catsOffer).line()).toBe('REFUSED GONE');
  });

  test('in a room that has ended, though a new one has its name', async () => {
    const bench = await meeting();
    for (const nick of ['ann', 'bob']) await bench.people.get(nick)!.ask('JOIN #den');
    const offer = await bench.offer('ann', '#den', 5);
    for (const nick of ['ann', 'bob']) await bench.people.get(nick)!.ask('PART #den');
    for (const nick of ['ann', 'bob']) await bench.people.get(nick)!.ask('JOIN #den');
    expect(await bench.get('bob', offer).line()).toBe('REFUSED GONE');
  });

  test('past so many of one new key and of one address, and there is room again when one ends', async () => {
    const bench = await meeting({ maxFilePullsPerNewKey: 2, maxFilePulls: 8 });
    await bench.join('cat');
    await bench.join('dan');
    const offer = await bench.offer('ann', '#chat', 5);
    const first = bench.get('bob', offer);
    bench.get('bob', offer);
    expect(await bench.get('bob', offer).line()).toBe('REFUSED BUSY');
    bench.get('cat', offer);
    await settle();
    expect(await bench.get('dan', offer).line()).toBe('REFUSED BUSY');
    first.stream.destroy();
    await settle();
    bench.get('dan', offer);
    for (let count = 0; count < 4; count++) expect(await offer.control.line()).toMatch(/^WANTED /);
  });

  test('when the sender does not come in time', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 5);
    const receiver = bench.get('bob', offer);
    const [, pull = ''] = (await offer.control.line()).split(' ');
    bench.relay.clock.advance(19_999);
    await settle();
    expect(receiver.stream.readableLength).toBe(0);
    bench.relay.clock.advance(1);
    expect(await receiver.line()).toBe('REFUSED SILENT');
    await receiver.closed();
    expect(await bench.connect('ann').ask(`SEND ${pull}`)).toBe('REFUSED GONE');
  });
});

describe('a transfer', () => {
  test('can be brought by the sender alone, and once', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 5);
    bench.get('bob', offer);
    const [, pull = ''] = (await offer.control.line()).split(' ');
    expect(await bench.connect('bob').ask(`SEND ${pull}`)).toBe('REFUSED GONE');
    expect(await bench.connect('ann').ask(`SEND ${pull}`)).toBe('GO');
    expect(await bench.connect('ann').ask(`SEND ${pull}`)).toBe('REFUSED GONE');
  });

  test('is given up when nothing moves for so long, and not before', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 5);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    await receiver.line();
    bench.relay.clock.advance(59_000);
    sender.stream.write('ab');
    expect(String(await receiver.bytes(2))).toBe('ab');
    bench.relay.clock.advance(59_999);
    await settle();
    expect(receiver.stream.readableEnded).toBe(false);
    bench.relay.clock.advance(1);
    await Promise.all([receiver.closed(), sender.closed()]);
  });

  test('is given up when the receiver does not confirm for so long, and not before', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 2);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    await receiver.line();
    sender.stream.write('ab');
    await receiver.bytes(2);
    bench.relay.clock.advance(59_999);
    await settle();
    expect(receiver.stream.readableEnded).toBe(false);
    bench.relay.clock.advance(1);
    await receiver.closed();
    expect(String(await sender.rest())).toBe('');
  });

  test('breaks off when the receiver is kicked, as soon as it is looked at again', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 400_000);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    await receiver.line();
    sender.stream.write(sample(100_000));
    await receiver.bytes(100_000);
    await bench.people.get('ann')!.ask('KICK #chat bob');
    bench.relay.clock.advance(249);
    sender.stream.write(sample(100_000));
    await receiver.bytes(100_000);
    bench.relay.clock.advance(1);
    sender.stream.write(sample(100_000));
    await Promise.all([receiver.closed(), sender.closed()]);
  });

  test('breaks off when the receiver says something while it moves', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 300_000);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    receiver.send('FASTER');
    await Promise.all([receiver.closed(), sender.closed()]);
  });

  test('ends with the relay', async () => {
    const bench = await meeting();
    const offer = await bench.offer('ann', '#chat', 300_000);
    const receiver = bench.get('bob', offer);
    const { sender } = await bench.bring('ann', offer.control);
    const closing = bench.relay.relay.close('bye');
    await Promise.all([receiver.closed(), sender.closed(), offer.control.closed()]);
    bench.relay.clock.advance(1000);
    await closing;
    expect(await bench.connect('ann').rest()).toHaveLength(0);
  });
});
