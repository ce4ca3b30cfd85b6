import { expect, test } from 'vitest';
import { settle } from '../../support/fakeServer.ts';
import { FileBench } from '../files/fileBench.ts';

const newShares = { maxFilePullsPerNewKey: 2, maxFileConnectionsPerNewKey: 9 };

test('keys that fetch all they may leave places for those who came back, and are told that it is busy', async () => {
  const bench = new FileBench({ ...newShares, maxFilePulls: 40 });
  for (const nick of ['ann', 'bob']) await bench.join(nick);
  const offer = await bench.offer('ann', '#chat', 5);
  const bobs = await bench.offer('bob', '#chat', 5);
  let busy = 0;
  for (let number = 0; number < 14; number++) {
    await bench.join(`eve${number}`);
    for (let count = 0; count < 8; count++) {
      const pull = bench.get(`eve${number}`, offer);
      await settle();
      if (pull.stream.readableLength > 0) busy++;
    }
  }
  expect(busy).toBe(14 * 8 - 15);
  const own = bench.get('ann', bobs);
  await settle();
  expect(own.stream.readableLength).toBe(0);
});

test('keys that open all the connections for files they may leave places for those who came back', async () => {
  const bench = new FileBench({ ...newShares, maxFileConnections: 80 });
  for (let number = 0; number < 14; number++) {
    await bench.join(`eve${number}`);
    for (let count = 0; count < 12; count++) bench.connect(`eve${number}`);
  }
  await bench.join('ann');
  expect(await bench.connect('ann').ask('OFFER #chat 5')).toMatch(/^OFFERED /);
  bench.relay.clock.advance(2000);
  await settle();
  await bench.join('late');
  expect(await bench.connect('late').line()).toBe('REFUSED TOOMANY');
});

test('strangers who are not in the chat take no place for a file', async () => {
  const bench = new FileBench({ maxFileConnections: 40 });
  await bench.join('ann');
  for (let number = 0; number < 100; number++) bench.connect(`stranger${number}`);
  for (let count = 0; count < 10; count++) {
    bench.relay.clock.advance(2000);
    await settle();
  }
  expect(await bench.connect('ann').ask('OFFER #chat 5')).toMatch(/^OFFERED /);
});
