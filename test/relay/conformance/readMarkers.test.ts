import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, params } from './replies.ts';

const capabilities = 'draft/read-marker';

describe('MARKREAD', () => {
  test('gives a star where nothing was read, on joining before the end of the names', async () => {
    const ann = await new TestRelay().join('ann', { room: '', capabilities });
    expect(await ann.ask('MARKREAD #nosuchtarget')).toEqual([':relay.test MARKREAD #nosuchtarget *']);
    const lines = await ann.ask('JOIN #test');
    expect(params(lines, 'MARKREAD')).toEqual([['#test', '*']]);
    expect(commands(lines).indexOf('MARKREAD')).toBeLessThan(commands(lines).indexOf('366'));
  });

  test('goes forward only, and is given on coming back', async () => {
    const ann = await new TestRelay().join('ann', { room: '#test', capabilities });
    const newer = 'timestamp=2019-06-01T12:00:00.123Z';
    const older = 'timestamp=2019-01-01T00:00:00.000Z';
    for (const line of [`MARKREAD #test ${newer}`, `MARKREAD #test ${older}`, 'MARKREAD #test'])
      expect((await ann.ask(line)).map(answer => first([answer]))).toEqual([['MARKREAD', '#test', newer]]);
    await ann.ask('PART #test');
    expect(params(await ann.ask('JOIN #test'), 'MARKREAD')).toEqual([['#test', newer]]);
  });

  test('is kept for people, too', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '', capabilities });
    await bench.join('bob-1a2b', { room: '' });
    const stamp = 'timestamp=2023-07-04T00:00:00.000Z';
    for (const line of [`MARKREAD bob-1a2b ${stamp}`, 'MARKREAD bob-1a2b'])
      expect(first(await ann.ask(line))).toEqual(['MARKREAD', 'bob-1a2b', stamp]);
  });

  test.each([
    ['MARKREAD', 'NEED_MORE_PARAMS'],
    ['MARKREAD #test timestamp=not-a-timestamp', 'INVALID_PARAMS'],
    ['MARKREAD #test *', 'INVALID_PARAMS'],
  ])('"%s" fails with %s', async (line, code) => {
    const ann = await new TestRelay().join('ann', { room: '#test', capabilities });
    expect((await ann.ask(line)).map(answer => first([answer]).slice(0, 3))).toEqual([
      ['FAIL', 'MARKREAD', code],
    ]);
  });

  test('is told to the other connections of the same person', async () => {
    const bench = new TestRelay();
    const peer = { address: '192.0.2.1', key: 'a'.repeat(64) };
    const one = await bench.join('ann', { room: '', capabilities, peer });
    const other = await bench.join('ann_', { room: '', capabilities, peer });
    const stamp = 'timestamp=2022-11-11T11:11:11.111Z';
    await one.ask(`MARKREAD #test ${stamp}`);
    expect(params(await other.news(), 'MARKREAD')).toEqual([['#test', stamp]]);
  });
});
