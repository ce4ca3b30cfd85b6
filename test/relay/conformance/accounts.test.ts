import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, messages } from './replies.ts';

const key = 'ab'.repeat(32);
const peer = { address: '192.0.2.2', key };

describe('account-tag', () => {
  test('says whose a message or an invitation is, to those who asked, and nothing of who has no account', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '', capabilities: 'account-tag' });
    const bob = await bench.join('bob', { room: '#chan', peer });
    const cid = await bench.join('cid', { room: '' });
    await bob.ask('PRIVMSG ann :hi', 'INVITE ann #chan');
    const news = messages(await ann.news());
    expect(news.map(({ command, params }) => [command, ...params])).toEqual([
      ['PRIVMSG', 'ann', 'hi'],
      ['INVITE', 'ann', '#chan'],
    ]);
    for (const { tags } of news) expect([...tags]).toEqual([['account', key]]);
    await cid.ask('PRIVMSG ann :hi');
    expect(messages(await ann.news())[0]?.tags.size).toBe(0);
    await bob.ask('PRIVMSG cid :hi');
    expect(messages(await cid.news())[0]?.tags.size).toBe(0);
  });
});

describe('AUTHENTICATE', () => {
  test('with a mechanism that is not there fails, after naming those that are', async () => {
    const ann = new TestRelay().connect(peer);
    const lines = await ann.ask('CAP LS 302', 'CAP REQ sasl', 'AUTHENTICATE FOO');
    expect(commands(lines).slice(-2)).toEqual(['908', '904']);
    expect(first(lines.slice(-1))).toHaveLength(3);
  });

  test('is answered with a plus, then with 900 and 903, before the welcome and after it', async () => {
    const bench = new TestRelay();
    const early = bench.connect(peer);
    await early.ask('CAP LS 302', 'CAP REQ sasl');
    expect(await early.ask('AUTHENTICATE EXTERNAL')).toEqual([':relay.test AUTHENTICATE +']);
    const lines = await early.ask('AUTHENTICATE +');
    expect(commands(lines)).toEqual(['900', '903']);
    expect(first(lines)[3]).toBe(key);
    const late = bench.connect({ ...peer, key: 'cd'.repeat(32) });
    await late.ask('CAP LS 302', 'CAP REQ sasl', 'AUTHENTICATE EXTERNAL', 'AUTHENTICATE *');
    await late.ask('NICK ann', 'USER ann 0 * :Ann', 'CAP END');
    expect(first(await late.ask('AUTHENTICATE EXTERNAL'))).toEqual(['AUTHENTICATE', '+']);
    expect(commands(await late.ask('AUTHENTICATE +'))).toEqual(['900', '903']);
    expect(commands(await late.ask('AUTHENTICATE EXTERNAL'))).toEqual(['907']);
  });
});

describe('WHOX and WHOIS', () => {
  test('tell the account of who has one', async () => {
    const bench = new TestRelay();
    await bench.join('bob', { room: '', peer });
    const ann = await bench.join('ann', { room: '' });
    expect(first(await ann.ask('WHO bob %na'))).toEqual(['354', 'ann', 'bob', key]);
    const lines = await ann.ask('WHOIS bob');
    const account = lines.filter(line => line.includes(' 330 '));
    expect(account).toHaveLength(1);
    expect(first(account).slice(1, 4)).toEqual(['ann', 'bob', key]);
    expect(first(account)).toHaveLength(5);
    expect(commands(await ann.ask('WHOIS ann'))).not.toContain('330');
  });
});
