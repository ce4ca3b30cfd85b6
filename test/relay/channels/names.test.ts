import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { TestRelay } from '../../support/testRelay.ts';

const end = (name: string): string => `:relay.test 366 ann ${name} :End of the list of names`;

describe('NAMES', () => {
  test('keeps to the length of a line', async () => {
    const bench = new TestRelay();
    const nicks = Array.from({ length: 40 }, (_, i) => `someone-of-long-name-${i}`);
    for (const nick of nicks) await bench.join(nick);
    const ann = await bench.join('ann');
    const lines = await ann.ask('NAMES #chat');
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
    const names = lines.slice(0, -1).flatMap(line => parseMessage(line).params[3]!.split(' '));
    expect(names).toEqual([...nicks, 'ann']);
  });

  test('of nothing, and of what is not there or is no name, is an empty list', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('NAMES')).toEqual([end('*')]);
    expect(await ann.ask('NAMES :')).toEqual([end('*')]);
    expect(await ann.ask('NAMES #no')).toEqual([end('#no')]);
    expect(await ann.ask('NAMES no')).toEqual([end('no')]);
    expect(await ann.ask('NAMES :a b')).toEqual([end('*')]);
  });

  test('takes a list, each with an end of its own', async () => {
    const ann = await new TestRelay().join('ann', { room: '#a,#b' });
    expect(await ann.ask('NAMES #a,#none,#B,#a')).toEqual([
      ':relay.test 353 ann = #a @ann',
      end('#a'),
      end('#none'),
      ':relay.test 353 ann = #b @ann',
      end('#b'),
    ]);
  });

  test('gives the highest sign, or all of them to those who asked', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a', capabilities: 'multi-prefix' });
    const bob = await bench.join('bob', { room: '#a' });
    await ann.ask('MODE #a +vv ann bob');
    await bench.calm();
    expect((await ann.ask('NAMES #a'))[0]).toBe(':relay.test 353 ann = #a :@+ann +bob');
    expect((await bob.ask('NAMES #a'))[0]).toBe(':relay.test 353 bob = #a :@ann +bob');
  });

  test('gives user and host to those who asked', async () => {
    const ann = await new TestRelay().join('ann', { room: '#a', capabilities: 'userhost-in-names' });
    expect((await ann.ask('NAMES #a'))[0]).toBe(':relay.test 353 ann = #a @ann!ann@192.0.2.1');
  });

  test('of a secret channel do not give its spelling away', async () => {
    const bench = new TestRelay();
    const bob = await bench.join('bob', { room: '#Hidden' });
    await bob.ask('MODE #Hidden +s');
    const ann = await bench.join('ann');
    expect(await ann.ask('NAMES #hIDDEN,#nOTHING')).toEqual([end('#hIDDEN'), end('#nOTHING')]);
  });

  test('of a secret channel are for its members, and marked', async () => {
    const bench = new TestRelay();
    const bob = await bench.join('bob', { room: '#a' });
    await bob.ask('MODE #a +s');
    expect((await bob.ask('NAMES #a'))[0]).toBe(':relay.test 353 bob @ #a @bob');
    const ann = await bench.join('ann', { room: '' });
    expect(await ann.ask('NAMES #A')).toEqual([end('#A')]);
    await ann.ask('JOIN #a');
    expect(await ann.ask('NAMES #a')).toEqual([':relay.test 353 ann @ #a :@bob ann', end('#a')]);
  });

  test('leaves out who is invisible, save for the other members', async () => {
    const bench = new TestRelay();
    const bob = await bench.join('bob', { room: '#a' });
    await bench.join('eve', { room: '#a' });
    await bob.ask('MODE bob +i');
    const ann = await bench.join('ann', { room: '' });
    expect((await ann.ask('NAMES #a'))[0]).toBe(':relay.test 353 ann = #a eve');
    await ann.ask('JOIN #a');
    expect((await ann.ask('NAMES #a'))[0]).toBe(':relay.test 353 ann = #a :@bob eve ann');
  });
});
