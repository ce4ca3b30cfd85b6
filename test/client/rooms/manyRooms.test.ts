import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RelayRoom } from '../../support/relayRoom.ts';
import type { Witness } from '../../support/chatClients.ts';

let room: RelayRoom;
beforeEach(() => void (room = new RelayRoom()));
afterEach(() => room.close());

/** What was said in a room or private chat, as one saw it. */
function saidIn({ messages }: Witness, target: string): string[] {
  return messages.filter(message => message.target === target).map(message => message.text);
}

describe('several rooms on the relay', () => {
  it('have members, topics and messages of their own', async () => {
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    ana.client.enterRoom('#Tea');
    await ana.witness.until(() => ana.client.members('#tea').length === 1);
    bob.client.enterRoom('#tea');
    await bob.witness.until(() => bob.client.members('#tea').length === 2);
    expect(ana.client.rooms).toEqual(['#chat', '#Tea']);
    ana.client.setTopic('#tea', 'green');
    ana.client.say('#tea', 'in tea');
    ana.client.say('#chat', 'in chat');
    await bob.witness.until(() => saidIn(bob.witness, '#chat').length === 1);
    expect(saidIn(bob.witness, '#tea')).toEqual(['in tea']);
    expect([bob.client.topic('#TEA'), bob.client.topic('#chat')]).toEqual(['green', '']);
    bob.client.leaveRoom('#tea', 'enough');
    await ana.witness.until(() => ana.witness.of('left').length === 1);
    expect(ana.witness.of('left')).toMatchObject([{ target: '#Tea', nick: 'bob', reason: 'enough' }]);
    await bob.witness.until(() => bob.client.rooms.length === 1);
    expect(bob.client.members('#tea')).toEqual([]);
  });

  it('are entered again after a break, and what was said meanwhile comes in order, once', async () => {
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    for (const { client, witness } of [ana, bob]) {
      client.enterRoom('#tea');
      await witness.until(() => client.members('#tea').includes('bob') || client === ana.client);
    }
    ana.client.say('#tea', 'before');
    await bob.witness.until(() => bob.witness.heard.includes('before'));
    bob.streams[0]!.destroy();
    for (let line = 0; line < 450; line++) ana.client.say('#tea', `line ${line}`);
    ana.client.say('#chat', 'elsewhere');
    await bob.witness.until(() => saidIn(bob.witness, '#tea').includes('line 449'));
    await bob.witness.until(() => saidIn(bob.witness, '#chat').includes('elsewhere'));
    const lines = Array.from({ length: 450 }, (_, line) => `line ${line}`);
    expect(saidIn(bob.witness, '#tea')).toEqual(['before', ...lines]);
    expect(bob.witness.of('gap')).toEqual([]);
    expect(bob.witness.messages.find(message => message.text === 'line 7')).toMatchObject({ earlier: true });
  });

  it('tell of a gap where the relay has forgotten what was said', async () => {
    await room.close();
    room = new RelayRoom({ historyMessages: 20 });
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    ana.client.say('#chat', 'before');
    await bob.witness.until(() => bob.witness.heard.includes('before'));
    bob.streams[0]!.destroy();
    for (let line = 0; line < 50; line++) ana.client.say('#chat', `line ${line}`);
    await bob.witness.until(() => bob.witness.heard.includes('line 49'));
    const [, gap, first] = bob.witness.events.filter(
      event => event.type === 'message' || event.type === 'gap',
    );
    expect(gap).toMatchObject({ type: 'gap', target: '#chat' });
    expect(first).toMatchObject({ earlier: true });
    expect(bob.witness.heard.slice(-3)).toEqual(['line 47', 'line 48', 'line 49']);
  });

  it('give what was said before, piece by piece, and say when there is no more', async () => {
    const ana = await room.enter('ana');
    for (let line = 0; line < 250; line++) ana.client.say('#chat', `line ${line}`);
    await ana.witness.until(
      () => ana.witness.of('delivery').filter(e => e.delivery === 'relayed').length === 250,
    );
    const bob = await room.enter('bob');
    await bob.witness.until(() => bob.witness.heard.length > 0);
    expect(bob.witness.heard.at(-1)).toBe('line 249');
    const all = bob.witness.messages.map(({ text, at }) => ({ text, at }));
    for (let more = true; more;) {
      const older = await bob.client.older('#chat', all[0]!.at);
      const before = older.events.filter(event => event.type === 'message');
      all.unshift(...before.map(({ text, at }) => ({ text, at })));
      more = older.end === 'more';
    }
    expect(all.map(({ text }) => text)).toEqual(Array.from({ length: 250 }, (_, line) => `line ${line}`));
    expect(await bob.client.older('#nowhere', Date.now())).toEqual({ events: [], end: 'refused' });
  });
});

describe('private chats on the relay', () => {
  it('are called by the other one, on both sides', async () => {
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    const id = ana.client.say('bob', 'psst');
    await ana.witness.until(() => ana.witness.steps(id).includes('relayed'));
    await bob.witness.until(() => bob.witness.heard.includes('psst'));
    expect(bob.witness.messages).toMatchObject([{ target: 'ana', nick: 'ana', own: false }]);
    expect(ana.witness.messages).toMatchObject([{ target: 'bob', nick: 'ana', own: true }]);
    const [relayed] = ana.witness.of('delivery').filter(event => event.delivery === 'relayed');
    expect(relayed).toMatchObject({ target: 'bob', msgid: bob.witness.messages[0]!.msgid });
  });

  it('that went on while we were away are fetched, with our own side of them', async () => {
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    ana.client.say('bob', 'one');
    await bob.witness.until(() => bob.witness.heard.includes('one'));
    bob.client.say('ana', 'two');
    await ana.witness.until(() => ana.witness.heard.includes('two'));
    bob.streams[0]!.destroy();
    await ana.witness.until(() => ana.witness.of('left').length === 1);
    const known = room.person('bob2');
    expect(known.witness.events).toEqual([]);
    await bob.witness.until(() => bob.client.state.phase === 'registered' && bob.streams.length === 2);
    // Another window of the same person, which knows nothing yet.
    const again = room.person('bob', {});
    await bob.client.leave('');
    const { witness } = await room.enterAs(again);
    await witness.until(() => saidIn(witness, 'ana').length === 2);
    expect(witness.messages).toMatchObject([
      { target: 'ana', text: 'one', own: false, earlier: true },
      { target: 'ana', text: 'two', own: true, earlier: true },
    ]);
  });
});

describe('tags on the relay', () => {
  it('carry answers, files, reactions and typing, and reactions come back with history', async () => {
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    ana.client.say('#chat', 'question?');
    await bob.witness.until(() => bob.witness.heard.length === 1);
    const msgid = bob.witness.messages[0]!.msgid!;
    const file = { id: 'id1', secret: 's3', name: 'a b.zip', size: 12, hash: 'c'.repeat(64) };
    bob.client.typing('#chat', 'active');
    await ana.witness.until(() => ana.witness.of('typing').length === 1);
    bob.client.say('#chat', 'answer', { answers: msgid, file });
    bob.client.react('#chat', msgid, '👍', false);
    bob.client.react('#chat', msgid, 'no; \\ :(', false);
    bob.client.react('#chat', msgid, '👍', true);
    await ana.witness.until(() => ana.witness.of('reaction').length === 3);
    await bob.witness.until(() => bob.witness.of('reaction').length === 3);
    expect(ana.witness.of('typing')).toEqual([
      { type: 'typing', target: '#chat', nick: 'bob', state: 'active' },
    ]);
    expect(ana.witness.messages.at(-1)).toMatchObject({ text: 'answer', replyTo: msgid, file });
    const reactions = ['👍', 'no; \\ :(', '👍'];
    for (const [witness, own] of [
      [ana.witness, false],
      [bob.witness, true],
    ] as const)
      expect(witness.of('reaction')).toEqual(
        reactions.map((reaction, index) => ({
          type: 'reaction',
          target: '#chat',
          msgid,
          nick: 'bob',
          reaction,
          removed: index === 2,
          own,
        })),
      );
    const eve = await room.enter('eve');
    await eve.witness.until(() => eve.witness.of('reaction').length === 3);
    expect(eve.witness.of('reaction').map(event => event.reaction)).toEqual(reactions);
  });

  it('take back messages, also for who was away', async () => {
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    ana.client.say('#chat', 'oops');
    await bob.witness.until(() => bob.witness.heard.length === 1);
    const msgid = bob.witness.messages[0]!.msgid!;
    bob.streams[0]!.destroy();
    await ana.witness.until(() => ana.witness.of('left').length === 1);
    ana.client.redact('#chat', msgid, 'a slip');
    await bob.witness.until(() => bob.witness.of('redacted').length === 1);
    const event = { type: 'redacted', target: '#chat', msgid, by: 'ana', reason: 'a slip' };
    expect(bob.witness.of('redacted')).toEqual([event]);
    expect(ana.witness.of('redacted')).toEqual([event]);
    ana.client.redact('#chat', 'nothing', '');
    await ana.witness.until(() => ana.witness.of('refused').length === 1);
    expect(ana.witness.of('refused')).toMatchObject([{ numeric: 'FAIL', target: '#chat' }]);
  });
});

describe('asking the relay', () => {
  it('lists rooms, invites and removes people', async () => {
    const ana = await room.enter('ana');
    const bob = await room.enter('bob');
    ana.client.enterRoom('#tea');
    await ana.witness.until(() => ana.client.members('#tea').length === 1);
    ana.client.setTopic('#tea', 'green');
    ana.client.invite('bob', '#tea');
    await bob.witness.until(() => bob.witness.of('invited').length === 1);
    expect(bob.witness.of('invited')).toMatchObject([{ nick: 'ana', room: '#tea' }]);
    bob.client.enterRoom('#tea');
    await bob.witness.until(() => bob.client.members('#tea').length === 2);
    expect(await ana.client.list()).toEqual([
      { name: '#chat', people: 2, topic: '' },
      { name: '#tea', people: 2, topic: 'green' },
    ]);
    ana.client.kick('#tea', 'bob', 'go');
    await bob.witness.until(() => bob.client.rooms.length === 1);
    expect(bob.witness.of('left')).toMatchObject([
      { target: '#tea', how: 'kick', by: 'ana', reason: 'go', own: true },
    ]);
    ana.client.away('lunch');
    bob.client.enterRoom('#tea', { key: 'no,key' });
    expect(bob.witness.of('notEntered')).toMatchObject([{ numeric: '403', target: '#tea' }]);
  });
});
