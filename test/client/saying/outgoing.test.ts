import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/irc/message.ts';
import {
  awaitedMs,
  confirmMs,
  maxFlights,
  maxOutboxMessages,
  maxSayBytes,
} from '../../../src/client/limits.ts';
import { utf8Length } from '../../../src/irc/utf8.ts';
import { allCapabilities, meet, meetInRoom, never } from '../../support/chatClients.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';

const source = ':ana!~u@host.test';

/** Sends a PRIVMSG back as echo-message does, with the label it came with. */
function echo(peer: FakeConnection, { tags, params }: Message): void {
  const label = tags.get('label');
  peer.say(`${label === undefined ? '' : `@label=${label} `}${source} PRIVMSG ${params[0]!} :${params[1]!}`);
}

/** Answers a PING. */
async function pong(peer: FakeConnection, { params }: Message): Promise<void> {
  peer.say(`:irc.test PONG irc.test ${params[0]!}`);
  await settle();
}

describe('what we say', () => {
  it('is sent at once, and relayed when its echo comes, without a second line', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    const id = client.say('#chat', 'olá');
    expect(witness.messages).toMatchObject([
      { id, text: 'olá', own: true, nick: 'ana', target: '#chat', form: 'say', delivery: 'sent' },
    ]);
    const sent = await peer.next('PRIVMSG');
    expect(sent.params).toEqual(['#chat', 'olá']);
    expect(sent.tags.get('+pychat/id')).toBe(id);
    echo(peer, sent);
    await settle();
    expect(witness.steps(id)).toEqual(['sent', 'relayed']);
    expect(witness.messages).toHaveLength(1);
  });

  it('is on its way before it is told, however long the window takes for that', async () => {
    const wasSent: boolean[] = [];
    const emit = ({ type }: { type: string }): void => {
      if (type === 'message') wasSent.push(peer.all.some(line => line.includes('PRIVMSG')));
    };
    const { peer, client } = await meetInRoom({ capabilities: allCapabilities }, { emit });
    client.say('#chat', 'hello');
    expect(wasSent).toEqual([true]);
  });

  it('is relayed where there are no echoes when the server has answered a PING behind it', async () => {
    const { peer, client, clock, witness } = await meetInRoom();
    const id = client.say('#chat', 'hello');
    clock.advance(confirmMs);
    const ping = await peer.next('PING');
    const late = client.say('#chat', 'behind it');
    expect(peer.all.indexOf('PRIVMSG #chat hello')).toBeLessThan(peer.all.length - 1);
    expect(witness.steps(id)).toEqual(['sent']);
    await pong(peer, ping);
    expect(witness.steps(id)).toEqual(['sent', 'relayed']);
    expect(witness.steps(late)).toEqual(['sent']);
    clock.advance(confirmMs);
    await pong(peer, await peer.next('PING'));
    expect(witness.steps(late)).toEqual(['sent', 'relayed']);
  });

  it('has failed where there are no echoes when it is refused before that', async () => {
    const { peer, client, clock, witness } = await meetInRoom();
    const id = client.say('#chat', 'hello');
    clock.advance(confirmMs);
    const ping = await peer.next('PING');
    peer.say(':irc.test 404 ana #chat :No');
    await pong(peer, ping);
    expect(witness.steps(id)).toEqual(['sent', 'failed']);
  });

  it('is matched in order where echoes bear no labels', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: 'echo-message' });
    const one = client.say('#chat', 'one');
    const two = client.say('#chat', 'two');
    peer.say(`${source} PRIVMSG #chat :one, changed by the server`);
    await settle();
    expect(witness.steps(one)).toEqual(['sent', 'relayed']);
    expect(witness.steps(two)).toEqual(['sent']);
    peer.say(':irc.test 482 ana #chat :about something else', ':irc.test 404 ana #chat :Cannot send');
    await settle();
    expect(witness.steps(two)).toEqual(['sent', 'failed']);
    expect(witness.messages).toHaveLength(2);
  });

  it('has failed when a refusal bears its label, which is told', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    const id = client.say('#chat', 'hello');
    const label = (await peer.next('PRIVMSG')).tags.get('label')!;
    peer.say(`@label=${label} :irc.test 404 ana #chat :Cannot send to channel`);
    await settle();
    expect(witness.of('delivery')).toEqual([
      { type: 'delivery', target: '#chat', id, delivery: 'failed', reason: 'Cannot send to channel' },
    ]);
    expect(witness.of('refused')).toMatchObject([{ numeric: '404' }]);
  });

  it('can be withdrawn while it waits for a connection, and is then never sent', async () => {
    const { peer, client, clock, witness, server } = await meetInRoom({ capabilities: allCapabilities });
    peer.cut();
    await settle();
    const [gone, stays] = [client.say('#chat', 'gone'), client.say('#chat', 'stays')];
    client.withdraw(gone);
    client.withdraw('unknown');
    expect(witness.of('withdrawn')).toEqual([{ type: 'withdrawn', target: '#chat', id: gone }]);
    expect(witness.steps(gone)).toEqual(['queued']);
    clock.advance(500);
    client.retryNow();
    const again = await server.accept();
    await again.welcome({ capabilities: allCapabilities });
    await settle();
    expect(again.all.filter(line => line.includes('PRIVMSG')).map(line => line.split(' ').at(-1))).toEqual([
      'stays',
    ]);
    expect([witness.steps(gone), witness.steps(stays)]).toEqual([['queued'], ['queued', 'sent']]);
  });

  it('cannot be withdrawn once it was sent', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    const id = client.say('#chat', 'hello');
    client.withdraw(id);
    echo(peer, await peer.next('PRIVMSG'));
    await settle();
    client.withdraw(id);
    expect(witness.of('withdrawn')).toEqual([]);
    expect(witness.steps(id)).toEqual(['sent', 'relayed']);
  });

  it('is one batch when it has several lines, and long ones go on', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    const id = client.say('#chat', `first\r\n\n${'é'.repeat(300)}`);
    const open = await peer.next('BATCH');
    const reference = open.params[0]!.slice(1);
    expect(open.params).toEqual([`+${reference}`, 'draft/multiline', '#chat']);
    expect(open.tags.get('+pychat/id')).toBe(id);
    const lines = [];
    for (let index = 0; index < 4; index++) lines.push(await peer.next('PRIVMSG'));
    expect(lines.map(line => line.tags.has('draft/multiline-concat'))).toEqual([false, false, false, true]);
    expect(lines.every(line => line.tags.get('batch') === reference && line.params[0] === '#chat')).toBe(
      true,
    );
    expect(lines.map(line => line.params[1]).join('|')).toMatch(/^first\|\|é+\|é+$/);
    expect((await peer.next('BATCH')).params).toEqual([`-${reference}`]);
    peer.say(
      `@label=${open.tags.get('label')!} ${source} BATCH +x draft/multiline #chat`,
      `@batch=x ${source} PRIVMSG #chat :first`,
      `:irc.test BATCH -x`,
    );
    await settle();
    expect(witness.steps(id)).toEqual(['sent', 'relayed']);
    expect(witness.messages).toHaveLength(1);
  });

  it('is several batches past what the server takes in one, and relayed with the last', async () => {
    const { peer, client, witness } = await meetInRoom({
      capabilities: 'batch echo-message message-tags draft/multiline=max-bytes=600,max-lines=3',
    });
    const id = client.say('#chat', 'a\nb\nc\nd\ne\n\n\n');
    await settle();
    const opened = peer.all.filter(line => line.includes('BATCH +'));
    expect(opened).toHaveLength(3);
    for (const line of opened) {
      expect(witness.steps(id)).toEqual(['sent']);
      const tag = /\+pychat\/id=[^ ;]+/.exec(line)![0];
      peer.say(`@${tag} ${source} BATCH +1 draft/multiline #chat`, `@batch=1 ${source} PRIVMSG #chat x`);
      peer.say(`${source} BATCH -1`);
      await settle();
    }
    expect(witness.steps(id)).toEqual(['sent', 'relayed']);
  });

  it('is line after line on an old server, blank ones too, no faster than it takes them', async () => {
    const { peer, client, witness, clock } = await meetInRoom();
    const id = client.say('#chat', '1\n2\n\n4\n5\n6\n7');
    const after = client.say('#chat', 'after');
    await settle();
    const said = (): (string | undefined)[] =>
      peer.all
        .filter(line => line.startsWith('PRIVMSG'))
        .map(line => /^PRIVMSG #chat :?(.*)$/.exec(line)?.[1]);
    expect(said()).toEqual(['1', '2', ' ', '4', '5']);
    expect(witness.steps(id)).toEqual(['sent']);
    clock.advance(2_000);
    await settle();
    expect(said()).toHaveLength(6);
    clock.advance(2_000);
    expect(witness.steps(after)).toEqual(['queued']);
    clock.advance(2_000);
    await settle();
    expect(said()).toEqual(['1', '2', ' ', '4', '5', '6', '7', 'after']);
    expect(witness.steps(id)).toEqual(['sent']);
    expect(witness.steps(after)).toEqual(['queued', 'sent']);
    clock.advance(2_000);
    await settle();
    const last = peer.all.findLast(line => line.startsWith('PING'))!.split(' ')[1]!;
    peer.say(`:irc.test PONG irc.test ${last}`);
    await settle();
    expect(witness.steps(id)).toEqual(['sent', 'relayed']);
    expect(witness.steps(after)).toEqual(['queued', 'sent', 'relayed']);
  });

  it('stops after a refusal of its first line', async () => {
    const { peer, client, witness, clock } = await meetInRoom({
      capabilities: 'echo-message labeled-response',
    });
    const id = client.say('#chat', Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n'));
    for (let index = 0; index < 5; index++) {
      const label = (await peer.next('PRIVMSG')).tags.get('label')!;
      peer.say(`@label=${label} :irc.test 404 ana #chat :No`);
    }
    await settle();
    clock.advance(60_000);
    expect(witness.steps(id)).toEqual(['sent', 'failed']);
    expect(witness.of('refused')).toHaveLength(1);
    expect(peer.all.filter(line => line.includes('PRIVMSG'))).toHaveLength(5);
  });

  it('never becomes another command or a CTCP request', async () => {
    const { peer, client } = await meetInRoom({ capabilities: allCapabilities });
    client.say('#chat', '\x01VERSION\x01');
    client.say('#chat', 'a\0b \ud800');
    client.say('#chat', '');
    client.say('#chat', 'x\rQUIT');
    client.act('#chat', 'waves\nQUIT');
    client.setTopic('#chat', 'new\r\ntopic');
    client.setNick('a b');
    await settle();
    const lines = peer.all.slice(peer.all.indexOf('JOIN #chat') + 1).map(line => line.replace(/^@\S+ /, ''));
    expect(lines).toEqual([
      'PRIVMSG #chat \u2401VERSION\u2401',
      'PRIVMSG #chat :a\u2400b \ufffd',
      'PRIVMSG #chat : ',
      expect.stringMatching(/^BATCH \+/),
      'PRIVMSG #chat x',
      'PRIVMSG #chat QUIT',
      expect.stringMatching(/^BATCH -/),
      'PRIVMSG #chat :\x01ACTION waves QUIT\x01',
      'TOPIC #chat :new topic',
    ]);
  });

  it('may be an action, cut into several when it is long', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    client.act('#chat', 'x '.repeat(400));
    await settle();
    const lines = peer.all.filter(line => line.includes('ACTION'));
    expect(lines.length).toBe(2);
    for (const line of lines)
      // eslint-disable-next-line no-control-regex -- 0x01 is how CTCP is marked
      expect(line.replace(/^@\S+ /, '')).toMatch(/^PRIVMSG #chat :\x01ACTION .*\x01$/);
    expect(witness.messages).toMatchObject([{ form: 'action', own: true }]);
  });

  it('fits on the line that others get, whoever we are', async () => {
    const host = 'h'.repeat(63);
    const { peer, client } = await meetInRoom();
    peer.say(`:ana!someuser@${host} JOIN #chat`);
    await settle();
    client.say('#chat', 'é'.repeat(1_000));
    await settle();
    for (const line of peer.all.filter(text => text.startsWith('PRIVMSG'))) {
      expect(utf8Length(`:ana!someuser@${host} ${line}\r\n`)).toBeLessThanOrEqual(512);
    }
  });

  it('is refused when it is too long, or too much waits already', async () => {
    const { client, witness } = meet({ openStream: () => new Promise(() => undefined) });
    client.start(never).catch(() => undefined);
    const long = client.say('#chat', 'x'.repeat(maxSayBytes + 1));
    expect(witness.steps(long)).toEqual(['queued', 'failed']);
    const fits = client.say('#chat', 'x'.repeat(maxSayBytes));
    for (let count = 1; count < maxOutboxMessages; count++) client.say('#chat', 'x');
    const many = client.say('#chat', 'one more');
    await settle();
    expect(witness.steps(fits)).toEqual(['queued']);
    expect(witness.of('delivery').at(-1)).toMatchObject({ id: many, reason: 'outboxFull' });
    await client.leave('');
    expect(witness.steps(fits)).toEqual(['queued', 'failed']);
    const late = client.say('#chat', 'too late');
    await settle();
    expect(witness.steps(late)).toEqual(['queued', 'failed']);
  });

  it('is sent a few at a time, and the rest waits or is refused', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    const ids = Array.from({ length: maxOutboxMessages + 200 }, (_, line) => client.say('#chat', `${line}`));
    await settle();
    const now = (): string[] => ids.map(id => witness.steps(id).at(-1)!);
    const count = (state: string): number => now().filter(one => one === state).length;
    expect([count('sent'), count('queued'), count('failed')]).toEqual([
      maxFlights,
      maxOutboxMessages - maxFlights,
      200,
    ]);
    expect(witness.of('delivery').at(-1)).toMatchObject({ delivery: 'failed', reason: 'outboxFull' });
    echo(peer, await peer.next('PRIVMSG'));
    await settle();
    expect([count('relayed'), count('sent')]).toEqual([1, maxFlights]);
  });

  it('is not confirmed when a server promises echoes and sends none, and relayed if one comes still', async () => {
    const { peer, client, clock, witness } = await meetInRoom({ capabilities: allCapabilities });
    const id = client.say('#chat', 'hello');
    const sent = await peer.next('PRIVMSG');
    clock.advance(awaitedMs);
    await pong(peer, await peer.next('PING'));
    expect(witness.steps(id)).toEqual(['sent', 'notConfirmed']);
    expect(witness.of('delivery').at(-1)).toMatchObject({ reason: 'noEcho' });
    peer.say(`@+pychat/id=${sent.tags.get('+pychat/id')!} ${source} PRIVMSG #chat :hello`);
    await settle();
    expect(witness.steps(id)).toEqual(['sent', 'notConfirmed', 'relayed']);
    expect(witness.messages).toHaveLength(1);
  });

  it('is not confirmed at the end, or has failed if it never went out', async () => {
    const { peer, client, witness } = await meetInRoom({ capabilities: allCapabilities });
    const sent = client.say('#chat', 'under way');
    await peer.next('PRIVMSG');
    client.enterRoom('#late');
    const queued = client.say('#late', 'waits');
    client.dispose();
    expect([witness.steps(sent), witness.steps(queued)]).toEqual([
      ['sent', 'notConfirmed'],
      ['queued', 'failed'],
    ]);
    expect(witness.of('delivery').map(({ reason }) => reason)).toEqual(['closed', 'closed']);
  });
});

describe('what another client of ours says', () => {
  it('is our own message', async () => {
    const { peer, witness } = await meetInRoom({ capabilities: allCapabilities });
    peer.say(`@msgid=z ${source} PRIVMSG #chat :from the phone`);
    await settle();
    expect(witness.messages).toMatchObject([{ id: 'z', own: true, delivery: 'relayed' }]);
  });
});

describe('nick and topic', () => {
  it('are asked of the server, and cut to what it allows', async () => {
    const { peer, client, witness } = await meetInRoom({ isupport: 'TOPICLEN=10' });
    client.setNick('anna');
    expect((await peer.next('NICK')).params).toEqual(['anna']);
    client.setTopic('#chat', 'ten letters and more');
    expect(utf8Length((await peer.next('TOPIC')).params[1]!)).toBeLessThanOrEqual(10);
    client.setTopic('#chat', '');
    expect((await peer.next('TOPIC')).params).toEqual(['#chat', '']);
    peer.say(':irc.test 433 ana anna :Nickname is already in use');
    await settle();
    expect(witness.of('refused')).toMatchObject([{ numeric: '433', params: ['anna', expect.any(String)] }]);
  });
});
