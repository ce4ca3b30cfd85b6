import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { TestRelay } from '../../support/testRelay.ts';

describe('USERHOST', () => {
  test('gives user and host, a star for IRC operators, plus for here and minus for away', async () => {
    const bench = new TestRelay({ operators: [{ name: 'root', password: 'right' }] });
    const ann = await bench.join('ann');
    const bob = await bench.join('bob', { peer: { address: '::1' } });
    await ann.ask('AWAY :out', 'OPER root right');
    expect(await bob.ask('USERHOST ANN bob nobody')).toEqual([
      ':relay.test 302 bob :ann*=-ann@192.0.2.1 bob=+bob@0::1',
    ]);
    expect(await bob.ask('USERHOST nobody')).toEqual([':relay.test 302 bob :']);
  });

  test('answers for five nicks, and not for a sixth', async () => {
    const bench = new TestRelay();
    const nicks = ['ann', 'bob', 'eve', 'ivy', 'max', 'zoe'];
    for (const nick of nicks) await bench.join(nick, { room: '' });
    const peer = await bench.join('peer', { room: '' });
    const [line] = await peer.ask(`USERHOST ${nicks.join(' ')}`);
    expect(line?.match(/=/g)).toHaveLength(5);
    expect(line).not.toContain('zoe');
  });

  test('names nobody twice, and nobody who has not registered', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await bench.connect().ask('NICK bob');
    expect(await ann.ask('USERHOST ann ANN bob')).toEqual([':relay.test 302 ann ann=+ann@192.0.2.1']);
  });
});

describe('ISON', () => {
  test('gives those who are here, as they write themselves', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('Ann');
    await bench.join('bob');
    await bench.calm();
    expect(await ann.ask('ISON ann nobody BOB bob', 'ISON :ann  bob', 'ISON nobody')).toEqual([
      ':relay.test 303 Ann :Ann bob',
      ':relay.test 303 Ann :Ann bob',
      ':relay.test 303 Ann :',
    ]);
  });

  test('keeps to the length of a line', async () => {
    const bench = new TestRelay();
    const nicks = Array.from({ length: 16 }, (_, i) => `${'n'.repeat(28)}${i + 10}`);
    for (const nick of nicks) await bench.join(nick, { room: '' });
    const peer = await bench.join('x'.repeat(30), { room: '' });
    const lines = await peer.ask(`ISON ${nicks.join(' ')}`);
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
    expect(lines.flatMap(line => parseMessage(line).params[1]!.split(' '))).toEqual(nicks);
  });
});
