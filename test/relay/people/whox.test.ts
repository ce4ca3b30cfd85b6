import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { parseWhoRequest } from '../../../src/relay/people/whoRequest.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const key = 'ab'.repeat(32);
const all = 'tcuihsnfdlaor';

/** The fields of the first reply, the reader's nick left out. */
async function fields(peer: TestPeer, request: string): Promise<string[]> {
  const [line = ''] = await peer.ask(request);
  const { command, params } = parseMessage(line);
  expect(command).toBe('354');
  return params.slice(1);
}

describe('WHOX', () => {
  test('gives all fields in their order, whatever order they were asked for in', async () => {
    const bench = new TestRelay();
    await bench.join('ann', { room: '#new', peer: { address: '192.0.2.9', key } });
    const bob = await bench.join('bob', { room: '#new' });
    bench.clock.advance(31_500);
    const expected = [
      '123',
      '#new',
      'ann',
      '192.0.2.9',
      '192.0.2.9',
      'relay.test',
      'ann',
      'H@',
      '0',
      '31',
      key,
    ];
    expect(await fields(bob, `WHO ann %${all},123`)).toEqual([...expected, 'n/a', 'ann Real']);
    const reversed = 'roaldfnshiuct';
    expect(await fields(bob, `WHO ann %${reversed},123`)).toEqual([...expected, 'n/a', 'ann Real']);
  });

  test('gives exactly the fields that were asked for, with 0 for no account and * for no channel', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    expect(await ann.ask('WHO ann %can')).toEqual([
      ':relay.test 354 ann * ann 0',
      ':relay.test 315 ann ann :End of WHO',
    ]);
    expect(await fields(ann, 'WHO ann %tn,7')).toEqual(['7', 'ann']);
    expect(await fields(ann, 'WHO ann %nXYZ')).toEqual(['ann']);
  });

  test('answers for channels and masks too, with the visibility of WHO', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bob.ask('MODE bob +i', 'AWAY :out');
    const eve = await bench.join('eve', { room: '' });
    await bench.calm();
    expect(await ann.ask('WHO #chat %nf')).toEqual([
      ':relay.test 354 ann ann H',
      ':relay.test 354 ann bob G',
      ':relay.test 315 ann #chat :End of WHO',
    ]);
    expect(await eve.ask('WHO * %n')).toEqual([
      ':relay.test 354 eve ann',
      ':relay.test 354 eve eve',
      ':relay.test 315 eve * :End of WHO',
    ]);
  });

  test('with no field it knows replies with no one', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('WHO ann %', 'WHO ann %,1', 'WHO ann %!')).toEqual(
      Array<string>(3).fill(':relay.test 315 ann ann :End of WHO'),
    );
  });

  test('counts from what a person last said, and never below nothing', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    bench.clock.advance(5000);
    expect(await fields(ann, 'WHO ann %l')).toEqual(['5']);
    await ann.ask('PRIVMSG #chat :hello');
    expect(await fields(ann, 'WHO ann %l')).toEqual(['0']);
    bench.clock.advance(-10_000);
    expect(await fields(ann, 'WHO ann %l')).toEqual(['0']);
  });

  test('is announced', async () => {
    const ann = await new TestRelay().join('ann');
    expect((await ann.ask('VERSION')).some(line => / 005 .* WHOX /.test(line))).toBe(true);
  });
});

describe('what a WHO asks for', () => {
  test.each([
    ['', { operatorsOnly: false, token: '0' }],
    ['o', { operatorsOnly: true, token: '0' }],
    ['%na', { operatorsOnly: false, fields: 'na', token: '0' }],
    ['o%tna,12', { operatorsOnly: true, fields: 'tna', token: '12' }],
    ['%t,999', { operatorsOnly: false, fields: 't', token: '999' }],
    ['%t,1000', { operatorsOnly: false, fields: 't', token: '0' }],
    ['%t,x', { operatorsOnly: false, fields: 't', token: '0' }],
    ['%t,', { operatorsOnly: false, fields: 't', token: '0' }],
    ['%o', { operatorsOnly: false, fields: 'o', token: '0' }],
  ])('%j', (text, expected) => {
    expect(parseWhoRequest(text)).toEqual(expected);
  });
});
