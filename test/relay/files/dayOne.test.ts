import { expect, test } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { settle } from '../../support/fakeServer.ts';
import { FileBench, type FilePeer, type MadeOffer } from './fileBench.ts';

/** A relay with the limits that it has by default, and a class behind one address, of whom nobody was here before. */
async function classroom(pupils: number): Promise<{ bench: FileBench; names: string[] }> {
  const bench = new FileBench(defaultFileLimits);
  const names = Array.from({ length: pupils }, (_, number) => `pupil${number}`);
  for (const name of names) await bench.join(name);
  return { bench, names };
}

const { maxFileConnectionsPerNewKey, maxFilePullsPerNewKey } = defaultLimits;
const defaultFileLimits = { maxFileConnectionsPerNewKey, maxFilePullsPerNewKey };

/** The sender answers all that is wanted at once, and each receiver gets it. */
async function passAll(
  bench: FileBench,
  { name, offers }: { name: string; offers: readonly MadeOffer[] },
  receivers: readonly FilePeer[],
): Promise<void> {
  const wanted: string[] = [];
  for (let count = 0; count < receivers.length; count++)
    wanted.push(await offers[count % offers.length]!.control.line());
  const senders = wanted.map(() => bench.connect(name));
  wanted.forEach((line, at) => senders[at]!.send(`SEND ${line.split(' ')[1] ?? ''}`));
  for (const sender of senders) {
    expect(await sender.line()).toBe('GO');
    sender.stream.write('hello');
  }
  for (const receiver of receivers) {
    expect(await receiver.line()).toBe('SENDING 5');
    expect(String(await receiver.bytes(5))).toBe('hello');
  }
}

test('a file of somebody new reaches a class of 30 behind one address, all at once', async () => {
  const { bench, names } = await classroom(31);
  const offer = await bench.offer('pupil0', '#chat', 5);
  const receivers = names.slice(1).map(name => bench.get(name, offer));
  await passAll(bench, { name: 'pupil0', offers: [offer] }, receivers);
});

test('somebody new with as many offers as there may be can fetch four files at one time, and so can all', async () => {
  const { bench } = await classroom(2);
  const make = async (name: string, count: number): Promise<MadeOffer[]> => {
    const offers: MadeOffer[] = [];
    while (offers.length < count) offers.push(await bench.offer(name, '#chat', 5));
    return offers;
  };
  const all = { pupil0: await make('pupil0', 9), pupil1: await make('pupil1', 9) };
  expect(await bench.connect('pupil0').ask('OFFER #chat 5')).toBe('REFUSED TOOMANY');
  for (const [name, other] of [
    ['pupil0', 'pupil1'],
    ['pupil1', 'pupil0'],
  ] as const) {
    const offers = all[other].slice(0, 4);
    const receivers = offers.map(offer => bench.get(name, offer));
    await settle();
    expect(await bench.get(name, offers[0]!).line()).toBe('REFUSED BUSY');
    await passAll(bench, { name: other, offers }, receivers);
  }
});

test('connections of a sender past those that are awaited count as any others', async () => {
  const { bench } = await classroom(2);
  const offer = await bench.offer('pupil0', '#chat', 5);
  bench.get('pupil1', offer);
  await offer.control.line();
  const { maxFileConnectionsPerNewKey: own } = defaultLimits;
  for (let count = 0; count < own + 1; count++) bench.connect('pupil0');
  expect(await bench.connect('pupil0').line()).toBe('REFUSED TOOMANY');
});
