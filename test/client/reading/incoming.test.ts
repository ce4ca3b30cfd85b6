import { describe, expect, it } from 'vitest';
import {
  maxBatchLines,
  maxIncomingLength,
  maxMembers,
  maxMotdLines,
  maxOpenBatches,
  maxPastMessages,
} from '../../../src/client/limits.ts';
import { allCapabilities, meetInRoom } from '../../support/chatClients.ts';
import { settle } from '../../support/fakeServer.ts';

/** In the room with bob; lets lines arrive and gives the events that they made. */
async function listening(capabilities?: string, isupport = '') {
  const meeting = await meetInRoom({ isupport, ...(capabilities !== undefined && { capabilities }) });
  const { peer, witness } = meeting;
  const hear = async (...lines: string[]) => {
    const from = witness.events.length;
    peer.say(...lines);
    await settle();
    return witness.events.slice(from);
  };
  return { ...meeting, hear };
}

describe('messages', () => {
  it('come from the room, with the time and id that the server gives', async () => {
    const { hear } = await listening();
    const [event] = await hear(
      '@time=2026-11-22T12:00:00.500Z;msgid=m1 :bob!u@h PRIVMSG #Chat :Olá, mundo 👋',
    );
    expect(event).toEqual({
      type: 'message',
      id: 'm1',
      msgid: 'm1',
      at: Date.UTC(2026, 10, 22, 12, 0, 0, 500),
      nick: 'bob',
      text: 'Olá, mundo 👋',
      form: 'say',
      target: '#chat',
      own: false,
    });
  });

  it('have a time of our own where the server gives none that can be', async () => {
    const { hear, clock } = await listening();
    for (const time of ['9999-01-01T00:00:00Z', 'yesterday', '2026-13-45T00:00:00Z', '']) {
      const [event] = await hear(`@time=${time} :bob!u@h PRIVMSG #chat hi`);
      expect(event).toMatchObject({ at: clock.now() });
    }
  });

  it('are nobody’s where the source has no name, or one that begins as our own notes do', async () => {
    const { hear } = await listening();
    const text = 'You were removed by bia.';
    const said = [{ type: 'serverSaid', text }];
    for (const source of ['!u@h', '@h', '-!u@h', '--!u@h', '-']) {
      expect(await hear(`:${source} NOTICE #chat :${text}`)).toMatchObject(said);
      expect(await hear(`:${source} PRIVMSG #chat :${text}`)).toEqual([]);
      expect(await hear(`:${source} JOIN #chat`)).toEqual([]);
      expect(await hear(`:${source} TOPIC #chat :${text}`)).toEqual([]);
    }
    for (const nick of ['-', '--', 'a b', ':', '']) expect(await hear(`:bob!u@h NICK :${nick}`)).toEqual([]);
  });

  it('come from no room whose name no line could say', async () => {
    const { hear, client } = await listening(allCapabilities);
    for (const room of ['#a b', '#a,b', '#', ':', `#${'x'.repeat(200)}`]) {
      const events = await hear(`:ana!u@h JOIN :${room}`);
      expect(events.filter(({ type }) => type === 'joined')).toHaveLength(room === '#' ? 1 : 0);
    }
    expect(client.state.phase).toBe('registered');
  });

  it('are private, to the operators of the room, or notices', async () => {
    const { hear } = await listening();
    expect(await hear(':bob!u@h PRIVMSG ana :psst')).toMatchObject([{ target: 'bob', text: 'psst' }]);
    expect(await hear(':bob!u@h PRIVMSG @#chat :ops')).toMatchObject([{ target: '#chat', text: 'ops' }]);
    expect(await hear(':bob!u@h NOTICE #chat :note')).toMatchObject([{ form: 'notice' }]);
    expect(await hear(':irc.test NOTICE ana :careful')).toMatchObject([
      { type: 'serverSaid', text: 'careful' },
    ]);
  });

  it('are passed over when they are for another channel or from nobody', async () => {
    const { hear } = await listening();
    expect(await hear(':bob!u@h PRIVMSG #other :x', 'PRIVMSG #chat :x', ':b!u@h PRIVMSG')).toEqual([]);
  });

  it('may be actions, while no other CTCP is shown or answered', async () => {
    const { hear, peer } = await listening();
    const said = peer.all.length;
    expect(await hear(':bob!u@h PRIVMSG #chat :\x01ACTION waves\x01')).toMatchObject([
      { form: 'action', text: 'waves' },
    ]);
    expect(await hear(':bob!u@h PRIVMSG #chat :\x01ACTION waves')).toMatchObject([{ form: 'action' }]);
    expect(
      await hear(':bob!u@h PRIVMSG ana :\x01VERSION\x01', ':bob!u@h PRIVMSG ana :\x01PING 1\x01'),
    ).toEqual([]);
    expect(await hear(':bob!u@h NOTICE ana :\x01VERSION irssi\x01')).toEqual([]);
    expect(peer.all.length).toBe(said);
  });

  it('say whose account said them, where the server does', async () => {
    const { hear } = await listening();
    const [named, unnamed] = await hear(
      '@account=k :bob!u@h PRIVMSG #chat :hi',
      ':bob!u@h PRIVMSG #chat :hi',
    );
    expect(named).toMatchObject({ nick: 'bob', account: 'k' });
    expect(unnamed).not.toHaveProperty('account');
  });

  it('are shown once, whichever id says that they came before', async () => {
    const { hear } = await listening();
    const first = '@msgid=m1;account=k;+pychat/id=abc :bob!u@h PRIVMSG #chat :hi';
    const again = '@msgid=m2;account=k;+pychat/id=abc :bob_!u@h PRIVMSG #chat :hi';
    expect(await hear(first, first, again)).toHaveLength(1);
    expect(await hear(':bob!u@h PRIVMSG #chat :hi', ':bob!u@h PRIVMSG #chat :hi')).toHaveLength(2);
  });

  it('are shown though somebody else has said something under the same id', async () => {
    const { hear } = await listening();
    const said = [
      '@msgid=m1;+pychat/id=abc :eve!u@h PRIVMSG #chat :first',
      '@msgid=m2;+pychat/id=abc :bob!u@h PRIVMSG #chat :hi',
      '@msgid=m3;account=k;+pychat/id=abc :bob!u@h PRIVMSG #chat :hi',
    ];
    expect(await hear(...said)).toHaveLength(3);
  });

  it('are cut at a length that can be kept', async () => {
    const { hear } = await listening(allCapabilities);
    const line = 'x'.repeat(10_000);
    const lines = Array.from({ length: 20 }, () => `@batch=1 :bob!u@h PRIVMSG #chat :${line}`);
    const [event] = await hear(':bob!u@h BATCH +1 draft/multiline #chat', ...lines, ':bob!u@h BATCH -1');
    expect(event?.type === 'message' && event.text.length).toBe(maxIncomingLength + 1);
    expect(event?.type === 'message' && event.text.endsWith('x…')).toBe(true);
  });
});

describe('batches', () => {
  it('of several lines are one message', async () => {
    const { hear } = await listening(allCapabilities);
    const [event, ...more] = await hear(
      '@msgid=m1;time=2026-11-22T12:00:00Z :bob!u@h BATCH +1 draft/multiline #chat',
      '@batch=1 :bob!u@h PRIVMSG #chat :def f():',
      ':carl!u@h PRIVMSG #chat :between',
      '@batch=1 :bob!u@h PRIVMSG #chat :',
      '@batch=1 :bob!u@h PRIVMSG #chat :    return',
      '@batch=1;draft/multiline-concat :bob!u@h PRIVMSG #chat : 1',
      ':bob!u@h BATCH -1',
    );
    expect(event).toMatchObject({ nick: 'carl' });
    expect(more).toMatchObject([
      { id: 'm1', nick: 'bob', text: 'def f():\n\n    return 1', target: '#chat' },
    ]);
  });

  it('of other kinds let their lines through at once', async () => {
    const { hear } = await listening(allCapabilities);
    const events = await hear(
      ':irc.test BATCH +1 netsplit a b',
      '@batch=1 :bob!u@h QUIT :a b',
      ':irc.test BATCH +2 other #chat',
      '@batch=2 :irc.test BATCH +3 draft/multiline #chat',
      '@batch=3 :carl!u@h PRIVMSG #chat :one',
      '@batch=3 :carl!u@h PRIVMSG #chat :two',
      '@batch=2 :irc.test BATCH -3',
    );
    expect(events).toMatchObject([
      { type: 'left', nick: 'bob' },
      { nick: 'carl', text: 'one\ntwo' },
    ]);
  });

  it('of history come at their end, marked, and say nothing of who is here', async () => {
    const { hear, client } = await listening(allCapabilities);
    const past = [
      ':irc.test BATCH +1 chathistory #chat',
      '@batch=1;msgid=m1 :bob!u@h PRIVMSG #chat :one',
      '@batch=1 :dora!u@h JOIN #chat',
      '@batch=1;msgid=m2 :carl!u@h BATCH +2 draft/multiline #chat',
      '@batch=2 :carl!u@h PRIVMSG #chat :two',
      '@batch=2 :carl!u@h PRIVMSG #chat :lines',
      '@batch=1 :carl!u@h BATCH -2',
    ];
    expect(await hear(...past)).toEqual([]);
    expect(await hear(':bob!u@h PRIVMSG #chat :now', ':irc.test BATCH -1')).toMatchObject([
      { text: 'now' },
      { text: 'one', earlier: true },
      { text: 'two\nlines', earlier: true },
    ]);
    expect(client.members('#chat')).not.toContain('dora');
    // Told again after a break, it is no news.
    expect(await hear(...past, ':irc.test BATCH -1')).toEqual([]);
  });

  it('of history have so many messages and no more', async () => {
    const { hear } = await listening(allCapabilities);
    for (const [count, kept] of [
      [maxPastMessages, maxPastMessages],
      [maxPastMessages + 1, maxPastMessages],
    ] as const) {
      const said = Array.from({ length: count }, (_, at) => `@batch=1 :bob!u@h PRIVMSG #chat ${at}`);
      expect(await hear(':irc.test BATCH +1 chathistory #chat', ...said, ':irc.test BATCH -1')).toHaveLength(
        kept,
      );
    }
  });

  it('have so many lines and no more', async () => {
    const { hear } = await listening(allCapabilities);
    for (const [lines, kept] of [
      [maxBatchLines, maxBatchLines],
      [maxBatchLines + 1, maxBatchLines],
    ] as const) {
      const said = Array.from({ length: lines }, () => '@batch=1 :bob!u@h PRIVMSG #chat x');
      const [event] = await hear(':bob!u@h BATCH +1 draft/multiline #chat', ...said, ':bob!u@h BATCH -1');
      expect(event?.type === 'message' && event.text.split('\n').length).toBe(kept);
    }
  });

  it('that never end make us leave, and strange ends do nothing', async () => {
    const { hear } = await listening(allCapabilities);
    for (let index = 0; index < maxOpenBatches; index++) {
      await hear(
        `:b!u@h BATCH +${index} draft/multiline #chat`,
        `@batch=${index} :b!u@h PRIVMSG #chat :${index}`,
      );
    }
    expect(await hear(':b!u@h BATCH -nope', ':b!u@h BATCH', ':b!u@h BATCH 1')).toEqual([]);
    expect(await hear(':b!u@h BATCH -1')).toMatchObject([{ text: '1' }]);
    expect(await hear(':b!u@h BATCH +e draft/multiline #chat', ':b!u@h BATCH -e')).toEqual([]);
  });
});

describe('people', () => {
  it('come, go, are removed and take other nicks', async () => {
    const { hear, client } = await listening();
    expect(await hear(':carl!u@h JOIN #chat', ':dora!u@h JOIN #chat account :Dora')).toMatchObject([
      { type: 'joined', nick: 'carl', target: '#chat', own: false },
      { type: 'joined', nick: 'dora' },
    ]);
    expect(client.members('#chat')).toEqual(['ana', 'bob', 'carl', 'dora']);
    expect(
      await hear(':carl!u@h PART #chat :bye', ':dora!u@h QUIT :gone', ':x!u@h QUIT :unknown to us'),
    ).toMatchObject([
      { type: 'left', nick: 'carl', how: 'part', reason: 'bye' },
      { type: 'left', nick: 'dora', how: 'quit', reason: 'gone' },
    ]);
    expect(await hear(':bob!u@h NICK robert', ':stranger!u@h NICK other')).toMatchObject([
      { type: 'renamed', nick: 'bob', to: 'robert', own: false },
    ]);
    expect(await hear(':irc.test KICK #chat robert :out')).toMatchObject([
      { type: 'left', nick: 'robert', how: 'kick', by: 'irc.test', reason: 'out', own: false },
    ]);
    expect(client.members('#chat')).toEqual(['ana']);
  });

  it('lose the symbols before their names, those of this server', async () => {
    const { hear, client } = await listening(undefined, 'PREFIX=(qov)!@+ CHANMODES=,,,');
    await hear(
      ':irc.test 353 ana = #chat :!@+carl @+dora!u@h ',
      ':irc.test 353 ana = #other :mallory',
      ':irc.test 353 ana = #chat :+eve',
    );
    expect(client.members('#chat')).toEqual(['ana', 'bob']);
    await hear(':irc.test 366 ana #chat :End');
    expect(client.members('#chat')).toEqual(['carl', 'dora', 'eve']);
  });

  it('are bounded, and told of once for all that changed together', async () => {
    const { hear, client, witness } = await listening();
    const told = witness.of('membersChanged').length;
    const crowd = Array.from({ length: maxMembers + 100 }, (_, index) => `n${index}`);
    const lines: string[] = [];
    for (let at = 0; at < crowd.length; at += 100) {
      lines.push(`:irc.test 353 ana = #chat :${crowd.slice(at, at + 100).join(' ')}`);
    }
    await hear(...lines, ':irc.test 366 ana #chat :End');
    expect(client.members('#chat')).toHaveLength(maxMembers);
    expect(witness.of('membersChanged')).toHaveLength(told + 1);
  });

  it.each([
    ['ascii', ['a{', 'a[', 'ana', 'bob']],
    ['rfc1459', ['a{', 'ana', 'bob']],
    ['rfc1459-strict', ['a{', 'ana', 'bob']],
    ['', ['a{', 'ana', 'bob']],
    ['nonsense', ['a{', 'a[', 'ana', 'bob']],
  ])('are the same by the case mapping %s', async (mapping, members) => {
    const { hear, client } = await listening(undefined, mapping === '' ? '' : `CASEMAPPING=${mapping}`);
    await hear(':a[!u@h JOIN #chat', ':a{!u@h JOIN #chat');
    expect([...client.members('#chat')].sort()).toEqual([...members].sort());
  });
});

describe('ourselves', () => {
  it('are renamed by the server', async () => {
    const { hear, client } = await listening();
    expect(await hear(':ana!u@h NICK :Guest1')).toMatchObject([{ type: 'renamed', to: 'Guest1', own: true }]);
    expect(client.nick).toBe('Guest1');
    expect(client.members('#chat')).toEqual(['bob', 'Guest1']);
  });

  it('are kicked, and stay connected without going back', async () => {
    const { hear, client, peer } = await listening();
    const said = peer.all.length;
    expect(await hear(':bob!u@h KICK #chat ANA :enough')).toMatchObject([
      { type: 'left', nick: 'ANA', how: 'kick', by: 'bob', own: true },
    ]);
    expect(client.members('#chat')).toEqual([]);
    expect(client.state.phase).toBe('registered');
    expect(peer.all.length).toBe(said);
  });
});

describe('the topic and the server', () => {
  it('tells the topic on joining and when somebody changes it', async () => {
    const { hear, client } = await listening();
    expect(await hear(':irc.test 332 ana #chat :Welcome')).toEqual([
      { type: 'topic', target: '#chat', text: 'Welcome', at: expect.any(Number) as number },
    ]);
    expect(await hear(':bob!u@h TOPIC #chat :New one')).toMatchObject([{ by: 'bob', text: 'New one' }]);
    expect(client.topic('#chat')).toBe('New one');
    expect(await hear(':irc.test 331 ana #chat :No topic is set')).toMatchObject([{ text: '' }]);
    expect(await hear(':bob!u@h TOPIC #other :x')).toEqual([]);
  });

  it('tells refusals with their parameters but not our nick', async () => {
    const { hear } = await listening();
    expect(await hear(':irc.test 482 ana #chat :No')).toMatchObject([
      { type: 'refused', numeric: '482', params: ['#chat', 'No'] },
    ]);
    expect(await hear(':irc.test FAIL TOPIC TOO_LONG :No')).toMatchObject([
      { type: 'refused', numeric: 'FAIL', params: ['TOPIC', 'TOO_LONG', 'No'] },
    ]);
    expect(await hear(':irc.test WARN X Y :hm', ':irc.test NOTE X Y :oh')).toMatchObject([
      { type: 'serverSaid', text: 'hm' },
      { type: 'serverSaid', text: 'oh' },
    ]);
  });

  it('shows a bounded message of the day, on the first connection', async () => {
    const { hear } = await listening();
    const lines = Array.from({ length: 100 }, (_, index) => `:irc.test 372 ana :- line ${index}`);
    const events = await hear(...lines);
    expect(events).toHaveLength(maxMotdLines);
    expect(events[0]).toMatchObject({ type: 'serverSaid', text: 'line 0' });
  });

  it('survives whatever else a server says', async () => {
    const { hear, client } = await listening(allCapabilities);
    const long = 'x'.repeat(20_000);
    await hear(
      ':irc.test 005 ana NICKLEN=-1 TOPICLEN=99999999999 PREFIX= CHANTYPES= CASEMAPPING :x',
      ':irc.test 005 ana',
      ':irc.test 353',
      ':irc.test 366',
      ':irc.test 353 ana = #chat',
      ':bob!u@h NICK',
      ':ana!u@h NICK :',
      ':bob!u@h KICK #chat',
      ':bob!u@h JOIN',
      ':!@ JOIN #chat',
      ': PRIVMSG #chat :x',
      ':irc.test CAP',
      ':irc.test CAP * NEW',
      ':irc.test CAP * ACK :sts',
      ':irc.test CAP * LS',
      '@label=zz :irc.test ACK',
      'nonsense ¿',
      `:bob!u@h PRIVMSG #chat :${long}`,
      ':irc.test 433',
      ':irc.test 999 ana :unknown',
    );
    expect(client.state.phase).toBe('registered');
    expect(client.nick).toBe('ana');
    expect(client.limits).toMatchObject({ nickBytes: 30 });
  });
});

describe('capabilities that come and go later', () => {
  it('are asked for when they are what we use, and count no more when they are gone', async () => {
    const { hear, client, peer } = await listening('message-tags batch');
    await hear(':irc.test CAP ana NEW :echo-message labeled-response foo');
    expect((await peer.next('CAP')).params).toEqual(['REQ', 'echo-message']);
    expect((await peer.next('CAP')).params).toEqual(['REQ', 'labeled-response']);
    await hear(':irc.test CAP ana ACK :echo-message', ':irc.test CAP ana ACK :labeled-response');
    client.say('#chat', 'one');
    expect((await peer.next('PRIVMSG')).tags.has('label')).toBe(true);
    await hear(':irc.test CAP ana DEL :labeled-response');
    client.say('#chat', 'two');
    expect((await peer.next('PRIVMSG')).tags.has('label')).toBe(false);
    expect(peer.all).not.toContain('CAP END END');
  });
});
