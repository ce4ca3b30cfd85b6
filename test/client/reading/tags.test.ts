import { describe, expect, it } from 'vitest';
import { maxReactionLength } from '../../../src/chat/line.ts';
import { markReadMs, maxReadMarkers, maxTypingTargets, typingMs } from '../../../src/client/limits.ts';
import { allCapabilities, historyCapabilities, meetInRoom } from '../../support/chatClients.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';
import { noChats } from '../../support/history.ts';

async function tagMessages(peer: FakeConnection): Promise<string[]> {
  await settle();
  return peer.all.filter(line => line.includes(' TAGMSG '));
}

const typingLine = (state: string, target = '#chat'): string =>
  `@label=typing;+typing=${state} TAGMSG ${target}`;

describe('that we type', () => {
  it('is told no more often than every three seconds, and what changed meanwhile after them', async () => {
    const { client, peer, clock } = await meetInRoom({ capabilities: allCapabilities });
    client.typing('#chat', 'done');
    client.typing('#chat', 'paused');
    client.typing('#chat', 'active');
    client.typing('#chat', 'active');
    client.typing('bob', 'active');
    expect(await tagMessages(peer)).toEqual([typingLine('active'), typingLine('active', 'bob')]);
    client.typing('#chat', 'paused');
    clock.advance(typingMs - 1);
    expect(await tagMessages(peer)).toHaveLength(2);
    clock.advance(1);
    expect((await tagMessages(peer)).slice(2)).toEqual([typingLine('paused')]);
    client.typing('#chat', 'paused');
    client.typing('#chat', 'done');
    client.typing('#chat', 'active');
    clock.advance(typingMs);
    client.typing('#chat', 'active');
    expect((await tagMessages(peer)).slice(3)).toEqual([typingLine('active')]);
    clock.advance(typingMs);
    client.typing('#chat', 'active');
    expect(await tagMessages(peer)).toHaveLength(5);
  });

  it('is over with what we say', async () => {
    const { client, peer, clock } = await meetInRoom({ capabilities: allCapabilities });
    client.typing('#chat', 'active');
    client.typing('#chat', 'done');
    client.say('#chat', 'here it is');
    clock.advance(typingMs);
    client.typing('#chat', 'done');
    expect(await tagMessages(peer)).toEqual([typingLine('active')]);
  });

  it('is not told where the server takes no tags, or not this one', async () => {
    for (const isupport of ['CLIENTTAGDENY=*,-draft/reply', 'CLIENTTAGDENY=typing']) {
      const { client, peer } = await meetInRoom({ capabilities: allCapabilities, isupport });
      client.typing('#chat', 'active');
      expect(await tagMessages(peer)).toEqual([]);
    }
    const { client, peer } = await meetInRoom();
    client.typing('#chat', 'active');
    client.react('#chat', 'm1', '+', false);
    expect(await tagMessages(peer)).toEqual([]);
    expect(client.supports('tags')).toBe(false);
  });

  it('is remembered of so many targets', async () => {
    const { client, peer } = await meetInRoom({ capabilities: allCapabilities });
    const all = Array.from({ length: maxTypingTargets }, (_, index) => `n${index}`);
    for (const nick of [...all, 'n0']) client.typing(nick, 'active');
    expect(await tagMessages(peer)).toHaveLength(maxTypingTargets);
    for (const nick of ['more', 'n0']) client.typing(nick, 'active');
    expect(await tagMessages(peer)).toHaveLength(maxTypingTargets + 2);
  });
});

describe('that others type', () => {
  it('is told of members and in private, by states that there are', async () => {
    const { peer, witness } = await meetInRoom({ capabilities: allCapabilities });
    peer.say(
      '@+typing=active :bob!u@h TAGMSG #CHAT',
      '@+typing=paused :bob!u@h TAGMSG ana',
      '@+typing=active :stranger!u@h TAGMSG #chat',
      '@+typing=active :ana!u@h TAGMSG #chat',
      '@+typing=asleep :bob!u@h TAGMSG #chat',
      ':bob!u@h TAGMSG #chat',
      '@+typing=active TAGMSG #chat',
    );
    await settle();
    expect(witness.of('typing')).toEqual([
      { type: 'typing', target: '#chat', nick: 'bob', state: 'active' },
      { type: 'typing', target: 'bob', nick: 'bob', state: 'paused' },
    ]);
  });
});

describe('reactions', () => {
  it('go out as tags, and are told when they come back', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    client.react('#chat', 'm1', '👍', false);
    client.react('#chat', 'm1', 'a b;c', true);
    client.react('#chat', 'not one', '👍', false);
    client.react('#chat', 'm1', '', false);
    const lines = await tagMessages(peer);
    expect(lines).toEqual([
      '@+draft/reply=m1;+draft/react=👍 TAGMSG #chat',
      '@+draft/reply=m1;+draft/unreact=a\\sb\\:c TAGMSG #chat',
    ]);
    expect(witness.of('reaction')).toEqual([]);
    peer.say(
      ...lines.map((line, index) => line.replace('@', `@msgid=t${index};`).replace(' T', ' :ana!u@h T')),
    );
    await settle();
    expect(witness.of('reaction')).toMatchObject([
      { target: '#chat', msgid: 'm1', reaction: '👍', removed: false, own: true, nick: 'ana' },
      { target: '#chat', msgid: 'm1', reaction: 'a b;c', removed: true, own: true },
    ]);
  });

  it('are told at once where nothing comes back', async () => {
    const { client, witness } = await meetInRoom({ capabilities: 'message-tags' });
    client.react('#chat', 'm1', '👍', false);
    expect(witness.of('reaction')).toMatchObject([{ reaction: '👍', own: true, nick: 'ana' }]);
  });

  it('go out only when they are not too long', async () => {
    const { client, peer } = await meetInRoom({ capabilities: allCapabilities });
    const long = 'x'.repeat(maxReactionLength);
    client.react('#chat', 'm1', `${long}y`, false);
    client.react('#chat', 'm1', long, false);
    await settle();
    expect((await tagMessages(peer)).join('\n')).toContain(`react=${long} `);
    expect((await tagMessages(peer)).join('\n')).not.toContain(`${long}y`);
  });

  it('of others come once, not too long, and only when they say to what', async () => {
    const { peer, witness } = await meetInRoom({ capabilities: allCapabilities });
    const long = 'x'.repeat(maxReactionLength);
    peer.say(
      '@msgid=t1;+draft/reply=m1;+draft/react=ok :bob!u@h TAGMSG #chat',
      '@msgid=t1;+draft/reply=m1;+draft/react=ok :bob!u@h TAGMSG #chat',
      `@+draft/reply=m1;+draft/react=${long} :bob!u@h TAGMSG ana`,
      `@+draft/reply=m1;+draft/react=${long}y :bob!u@h TAGMSG ana`,
      '@+draft/react=ok :bob!u@h TAGMSG #chat',
      '@+draft/reply=m1;+draft/react=a;+draft/unreact=b :bob!u@h TAGMSG #chat',
      '@+draft/reply=m1;+draft/react=ok :bob!u@h TAGMSG #other',
    );
    await settle();
    expect(witness.of('reaction').map(({ target, reaction }) => [target, reaction])).toEqual([
      ['#chat', 'ok'],
      ['bob', long],
    ]);
  });
});

describe('answers and files', () => {
  const file = { id: 'f1', secret: 's1', name: 'ação; 1.zip', size: 7, hash: 'a'.repeat(64) };

  it('go out as tags of the message, on every part of it', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    client.say('#chat', 'yes', { answers: 'm1', file });
    const { tags } = await peer.next('PRIVMSG');
    expect(tags.get('+draft/reply')).toBe('m1');
    expect(tags.get('+pychat/file')).toBe(`f1 s1 7 ${file.hash} ação; 1.zip`);
    expect(witness.messages).toMatchObject([{ replyTo: 'm1', file }]);
  });

  it('of others are read, what makes no sense is left out', async () => {
    const { peer, witness } = await meetInRoom({ capabilities: allCapabilities });
    const value = `f1\\ss1\\s7\\s${file.hash}\\sação\\:\\s1.zip`;
    peer.say(
      `@+draft/reply=m1;+pychat/file=${value} :bob!u@h PRIVMSG #chat :here`,
      '@+draft/reply=a\\sb;+pychat/file=nonsense :bob!u@h PRIVMSG #chat :there',
    );
    await settle();
    expect(witness.messages[0]).toMatchObject({ replyTo: 'm1', file });
    expect(witness.messages[1]).not.toHaveProperty('replyTo');
    expect(witness.messages[1]).not.toHaveProperty('file');
  });
});

describe('taking back', () => {
  it('is asked for, and told of once', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: historyCapabilities });
    expect(client.supports('redaction')).toBe(true);
    client.redact('#chat', 'm1', 'a slip');
    client.redact('bob', 'm2', '');
    await settle();
    expect(peer.all.filter(line => line.startsWith('REDACT'))).toEqual([
      'REDACT #chat m1 :a slip',
      'REDACT bob m2',
    ]);
    await noChats(peer);
    const { tags } = await peer.next('CHATHISTORY');
    peer.say(`@label=${tags.get('label')!} :irc.test FAIL CHATHISTORY X LATEST #chat :none`);
    const line = '@msgid=t1 :bob!u@h REDACT #chat m1 :why';
    peer.say(line, line, ':bob!u@h REDACT ana m3', ':bob!u@h REDACT #other m1', ':bob!u@h REDACT #chat');
    peer.say(':irc.test FAIL REDACT REDACT_FORBIDDEN #chat m9 :No');
    peer.say(':irc.test FAIL REDACT INVALID_TARGET bob :No');
    await settle();
    expect(witness.of('redacted')).toEqual([
      { type: 'redacted', target: '#chat', msgid: 'm1', by: 'bob', reason: 'why' },
      { type: 'redacted', target: 'bob', msgid: 'm3', by: 'bob', reason: '' },
    ]);
    expect(witness.of('refused').map(event => event.target)).toEqual(['#chat', 'bob']);
  });
});

describe('how far was read', () => {
  const stamp = (at: number): string => `timestamp=${new Date(at).toISOString()}`;
  const markers = (peer: FakeConnection): string[] => peer.all.filter(line => line.startsWith('MARKREAD'));

  it('is told to the server together and forward only', async () => {
    const { peer, client, clock } = await meetInRoom({ capabilities: historyCapabilities });
    client.markRead('#chat', 1_000);
    client.markRead('#chat', 3_000);
    client.markRead('#chat', 2_000);
    client.markRead('bob', 500);
    clock.advance(markReadMs - 1);
    await settle();
    expect(markers(peer)).toEqual([]);
    clock.advance(1);
    await settle();
    expect(markers(peer)).toEqual([`MARKREAD #chat ${stamp(3_000)}`, `MARKREAD bob ${stamp(500)}`]);
    client.markRead('#CHAT', 3_000);
    client.markRead('#chat', NaN);
    client.markRead('#chat', Infinity);
    clock.advance(markReadMs);
    await settle();
    expect(markers(peer)).toHaveLength(2);
  });

  it('is told after a break when it was read meanwhile', async () => {
    const { server, peer, client, clock } = await meetInRoom({ capabilities: historyCapabilities });
    peer.cut();
    await settle();
    client.markRead('#chat', 1_000);
    clock.advance(500);
    const again = await server.accept();
    await again.welcome({ capabilities: historyCapabilities });
    await settle();
    clock.advance(markReadMs);
    await settle();
    expect(markers(again)).toEqual([`MARKREAD #chat ${stamp(1_000)}`]);
  });

  it('is told by the server, when that is news', async () => {
    const { peer, client, clock, witness } = await meetInRoom({ capabilities: historyCapabilities });
    peer.say(
      `:irc.test MARKREAD #CHAT ${stamp(5_000)}`,
      ':irc.test MARKREAD #chat *',
      'MARKREAD #chat timestamp=x',
    );
    peer.say(`:irc.test MARKREAD bob ${stamp(7_000)}`, `:irc.test MARKREAD #chat ${stamp(4_000)}`);
    await settle();
    expect(witness.of('read')).toEqual([
      { type: 'read', target: '#chat', upTo: 5_000 },
      { type: 'read', target: 'bob', upTo: 7_000 },
    ]);
    client.markRead('#chat', 5_000);
    client.markRead('#chat', 6_000);
    clock.advance(markReadMs);
    await settle();
    expect(markers(peer)).toEqual([`MARKREAD #chat ${stamp(6_000)}`]);
    peer.say(`:irc.test MARKREAD #chat ${stamp(6_000)}`);
    await settle();
    expect(witness.of('read')).toHaveLength(2);
  });

  it('is asked for once of each private chat, and remembered of so many', async () => {
    const { peer, client, clock } = await meetInRoom({ capabilities: historyCapabilities });
    peer.say(':bob!u@h PRIVMSG ana :1', ':Bob!u@h PRIVMSG ana :2');
    await settle();
    expect(markers(peer)).toEqual(['MARKREAD bob']);
    for (let index = 0; index <= maxReadMarkers; index++) client.markRead(`n${index}`, 1);
    clock.advance(markReadMs);
    await settle();
    expect(markers(peer).slice(1)).toHaveLength(maxReadMarkers);
    expect(markers(peer)).not.toContain(`MARKREAD n0 ${stamp(1)}`);
  });

  it('is nobody’s business where the server keeps no markers', async () => {
    const { peer, client, clock } = await meetInRoom({ capabilities: allCapabilities });
    client.markRead('#chat', 1_000);
    clock.advance(markReadMs);
    await settle();
    expect(markers(peer)).toEqual([]);
    expect(client.supports('readMarkers')).toBe(false);
  });
});

describe('what the server offers', () => {
  it('is known by capabilities, and by what it says of itself', async () => {
    const isupport = 'PYCHATFILES=100 NICKLEN=20 TOPICLEN=99';
    const { client } = await meetInRoom({ capabilities: historyCapabilities, isupport });
    for (const what of ['history', 'tags', 'redaction', 'readMarkers', 'files'] as const)
      expect(client.supports(what)).toBe(true);
    expect(client.limits).toMatchObject({ nickBytes: 20, topicBytes: 99, multilineBytes: 65_536 });
    expect(client.limits.textBytes).toBeGreaterThan(300);
  });
});
