import { FuzzedDataProvider } from '@jazzer.js/core';
import type { ClientRequest } from '../../src/conversation/effect.ts';
import { readLine } from './client/lines.ts';
import { HostileWorld } from './client/world.ts';
import { watched } from './watched.ts';

const requests: readonly ClientRequest[] = [
  { type: 'say', target: '#chat', text: 'hello' },
  { type: 'say', target: 'bob', text: 'two\nlines' },
  { type: 'enterRoom', room: '#x' },
  { type: 'leaveRoom', room: '#chat', reason: '' },
  { type: 'older', target: '#chat', before: 1_800_000_000_000, tab: 'none' },
  { type: 'list', shownAs: 'note', tab: 'none' },
];

/** Whatever a server sends: the client takes it, and nothing of it moves, breaks or floods the window. */
export const fuzz = watched(async bytes => {
  const data = new FuzzedDataProvider(bytes);
  const world = new HostileWorld();
  await world.begin();
  while (data.remainingBytes > 0) {
    switch (data.consumeIntegralInRange(0, 9)) {
      case 0:
        await world.cut();
        break;
      case 1:
        await world.pass(data.pickValue([100, 2_000, 16_000]));
        break;
      case 2:
        await world.use(data.pickValue([...requests]));
        break;
      case 3:
        await world.send(Buffer.from(data.consumeBytes(data.consumeIntegralInRange(0, 60))));
        break;
      default: {
        const times = data.pickValue([1, 1, 1, 40]);
        await world.send(`${readLine(data)}\r\n`.repeat(times));
      }
    }
  }
  await world.end();
});
