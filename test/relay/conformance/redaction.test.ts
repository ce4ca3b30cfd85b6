import { describe, expect, test } from 'vitest';
import { askHistory } from '../../support/askHistory.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { first, meet, messages } from './replies.ts';

const modern = 'message-tags echo-message batch labeled-response';
const knowing = `${modern} draft/message-redaction`;

/** Says something and gives its id. */
async function say(peer: TestPeer, line: string): Promise<string> {
  await peer.news();
  return messages(await peer.ask(line))[0]?.tags.get('msgid') ?? '';
}

describe('REDACT', () => {
  test.each(['PRIVMSG #c :Hello everyone', '@+draft/react=👍 TAGMSG #c'])(
    'of one\'s own "%s" reaches everyone, with a reason or without',
    async line => {
      for (const reason of [[], ['wrong channel']]) {
        const [ann, bob] = await meet(new TestRelay(), '#c', ['ann', knowing], ['bob', knowing]);
        const msgid = await say(ann, line);
        await bob.news();
        const [echo = ''] = await ann.ask(`REDACT #c ${msgid}${reason.map(text => ` :${text}`).join('')}`);
        const [relayed = ''] = await bob.news();
        for (const one of [echo, relayed]) {
          expect(first([one])).toEqual(['REDACT', '#c', msgid, ...reason]);
          expect(messages([one])[0]?.source).toMatch(/^ann!/);
        }
      }
    },
  );

  test('of what others said is for operators of that room', async () => {
    const bench = new TestRelay();
    const [ann, bob] = await meet(bench, '#c', ['ann', knowing], ['bob', knowing]);
    const ofBob = await say(bob, 'PRIVMSG #c :Hi Ann');
    await ann.news();
    expect(first(await ann.ask(`REDACT #c ${ofBob} :spam`))).toEqual(['REDACT', '#c', ofBob, 'spam']);
    expect(first(await bob.news())).toEqual(['REDACT', '#c', ofBob, 'spam']);
    const ofAnn = await say(ann, 'PRIVMSG #c :Another message');
    await bob.ask('JOIN #own');
    for (const [target, code] of [
      ['#c', 'REDACT_FORBIDDEN'],
      ['#own', 'UNKNOWN_MSGID'],
    ] as const)
      expect(first(await bob.ask(`REDACT ${target} ${ofAnn}`)).slice(0, 5)).toEqual([
        ...['FAIL', 'REDACT', code, target, ofAnn],
      ]);
    expect(await ann.news()).toEqual([]);
  });

  test('is nothing to those who do not know it', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#c', ['ann', knowing], ['bob', modern]);
    const msgid = await say(ann, 'PRIVMSG #c :Test message');
    await bob.news();
    expect(first(await ann.ask(`REDACT #c ${msgid}`))).toEqual(['REDACT', '#c', msgid]);
    expect(await bob.news()).toEqual([]);
  });

  test('of what is unknown, or where one is not, is refused', async () => {
    const [ann] = await meet(new TestRelay(), '#c', ['ann', knowing]);
    expect(first(await ann.ask('REDACT #c nonexistent123')).slice(0, 5)).toEqual([
      ...['FAIL', 'REDACT', 'UNKNOWN_MSGID', '#c', 'nonexistent123'],
    ]);
    const answer = first(await ann.ask('REDACT #fake somemsgid'));
    expect(answer.slice(0, 4)).toEqual(['FAIL', 'REDACT', 'INVALID_TARGET', '#fake']);
    expect(answer).toHaveLength(5);
  });

  test('takes the message out of the history', async () => {
    const capabilities = `${knowing} server-time draft/chathistory draft/event-playback`;
    const [ann, bob] = await meet(new TestRelay(), '#c', ['ann', capabilities], ['bob', capabilities]);
    const msgid = await say(ann, 'PRIVMSG #c :This message will be redacted');
    const texts = async (): Promise<(string | undefined)[]> =>
      (await askHistory(bob, 'CHATHISTORY LATEST #c * 10'))
        .filter(line => line.command === 'PRIVMSG')
        .map(line => line.tags.get('msgid'));
    expect(await texts()).toEqual([msgid]);
    await ann.ask(`REDACT #c ${msgid}`);
    expect(await texts()).toEqual([]);
  });

  test('works in a talk between two with accounts, for who wrote it', async () => {
    const bench = new TestRelay();
    const join = (nick: string, letter: string): Promise<TestPeer> =>
      bench.join(nick, {
        room: '',
        capabilities: knowing,
        peer: { address: '192.0.2.1', key: letter.repeat(64) },
      });
    const [ann, bob, cid] = [await join('ann', 'a'), await join('bob', 'b'), await join('cid', 'c')];
    const msgid = await say(ann, 'PRIVMSG bob :Private message');
    await bob.news();
    const refused = [await bob.ask(`REDACT ann ${msgid}`), await cid.ask(`REDACT ann ${msgid}`)];
    expect(refused.map(lines => first(lines)[2])).toEqual(['REDACT_FORBIDDEN', 'UNKNOWN_MSGID']);
    expect(await ann.news()).toEqual([]);
    const [echo = ''] = await ann.ask(`REDACT bob ${msgid}`);
    expect(first([echo])).toEqual(['REDACT', 'bob', msgid]);
    expect(await bob.news()).toEqual([expect.stringMatching(/ :ann!\S+ REDACT bob \S+$/)]);
  });
});
