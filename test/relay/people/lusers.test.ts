import { describe, expect, test } from 'vitest';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

interface Numbers {
  visible: number;
  invisible: number;
  operators: number;
  unregistered: number;
  channels: number;
  highest: number;
}

function answer(nick: string, numbers: Partial<Numbers>): string[] {
  const { visible = 1, invisible = 0, operators = 0, unregistered = 0, channels = 1, highest = 1 } = numbers;
  const people = visible + invisible;
  const counts = `${people} ${highest}`;
  return [
    `251 ${nick} :There are ${visible} users and ${invisible} invisible on 1 servers`,
    `252 ${nick} ${operators} :IRC operators online`,
    `253 ${nick} ${unregistered} :unregistered connections`,
    `254 ${nick} ${channels} :channels formed`,
    `255 ${nick} :I have ${people} clients and 0 servers`,
    `265 ${nick} ${counts} :Current local users ${people}, max ${highest}`,
    `266 ${nick} ${counts} :Current global users ${people}, max ${highest}`,
  ].map(line => `:relay.test ${line}`);
}

describe('LUSERS', () => {
  test('counts who is here, and the most there have been', async () => {
    const bench = new TestRelay({ operators: [{ name: 'root', password: 'right' }] });
    const ann = await bench.join('ann');
    expect(await ann.ask('LUSERS')).toEqual(answer('ann', {}));
    const bob = await bench.join('bob', { room: '#new' });
    await bob.ask('MODE bob +i', 'OPER root right');
    await bench.connect().ask('NICK early');
    expect(await ann.ask('LUSERS')).toEqual(
      answer('ann', { invisible: 1, operators: 1, unregistered: 1, channels: 2, highest: 2 }),
    );
    bob.send('QUIT');
    await bob.rest();
    expect(await ann.ask('LUSERS')).toEqual(answer('ann', { unregistered: 1, highest: 2 }));
  });

  test('is part of the welcome, which counts the newcomer', async () => {
    const bench = new TestRelay();
    await bench.join('ann');
    const lines = await register(bench.connect(), 'bob');
    expect(lines.filter(line => / 2[56]\d /.test(line))).toEqual(answer('bob', { visible: 2, highest: 2 }));
  });
});
