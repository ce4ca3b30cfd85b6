import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIrssi } from '../support/ircPrograms.ts';
import type { TestPeer } from '../support/peer.ts';
import type { Terminal } from '../support/terminal.ts';
import { spoil } from '../vscode/printedForOthers.ts';
import { documented } from './documented.ts';
import { makeOwnKey, type OwnKey, TestRoom } from './testRoom.ts';

/** As irssi and everybody else see it. */
const ian = 'ian!ian@127.0.0.1';

describe('irssi at a relay', () => {
  const started: AsyncDisposable[] = [];
  let room: TestRoom;
  let own: OwnKey;
  let irssi: Terminal;
  let stranger: Terminal;
  let ana: TestPeer;
  let kim: TestPeer;

  beforeAll(async () => {
    room = keep(await TestRoom.start());
    own = makeOwnKey(room.facts);
    kim = await room.enter('kim', ['#chat']);
    ana = await room.enter('ana', ['#chat'], 'account-notify account-tag away-notify extended-join');
  });

  afterAll(async () => {
    for (const one of started.reverse()) await one[Symbol.asyncDispose]();
  });

  function keep<Started extends AsyncDisposable>(one: Started): Started {
    started.push(one);
    return one;
  }

  /** What is typed into irssi reaches somebody as a message of its person. */
  async function hears(peer: TestPeer, command: string, ...params: string[]): Promise<void> {
    expect(await peer.next(command)).toMatchObject({ source: ian, params });
  }

  /** Turns to a window: that of a room, a person, or `(status)`. */
  async function goTo(window: string): Promise<void> {
    await irssi.type(`/window goto ${window}`);
    await irssi.untilShows(new RegExp(`^\\[${window.replace(/[()]/g, '\\$&')}\\]`, 'm'));
  }

  it('logs in with a key of its own, by the lines in the docs', async () => {
    irssi = keep(await startIrssi('ian', own.files));
    for (const line of documented('irssi', 1, room.facts)) await irssi.type(line);
    await irssi.untilShows(/SASL authentication succeeded/);
    await hears(ana, 'JOIN', '#chat', own.identity.fingerprints.key, 'ian');
    await goTo('#chat');
    await irssi.untilShows(/ian \[ian@127\.0\.0\.1\] has joined #chat/);
    await irssi.untilShows(/Join to #chat was synced in \d+ secs/);
  });

  it('talks in a room both ways', async () => {
    await irssi.type('Olá, turma! 😀');
    await hears(kim, 'PRIVMSG', '#chat', 'Olá, turma! 😀');
    kim.send('PRIVMSG #chat :Olá, ian :)');
    await irssi.untilShows(/< kim> Olá, ian :\)$/m);
    await irssi.type('/me acena');
    await hears(kim, 'PRIVMSG', '#chat', '\x01ACTION acena\x01');
  });

  it('makes a room with a key, and shows who has it coming in', async () => {
    await irssi.type('/join #lab');
    await irssi.untilShows(/Join to #lab was synced/);
    await irssi.type('/mode +k abre-te');
    await irssi.untilShows(/mode\/#lab \[\+k abre-te\] by ian/);
    expect(await kim.ask('JOIN #lab')).toContainEqual(expect.stringMatching(/ 475 kim #lab /));
    kim.send('JOIN #lab abre-te');
    await irssi.untilShows(/kim \[kim@127\.0\.0\.1\] has joined #lab/);
  });

  it('is let into a room that has a key with that key alone', async () => {
    await kim.ask('JOIN #cofre', 'MODE #cofre +k 1234');
    await goTo('(status)');
    await irssi.type('/join #cofre 4321');
    await irssi.untilShows(/Cannot join to channel #cofre \(Bad channel key\)/);
    await irssi.type('/join #cofre 1234');
    await irssi.untilShows(/Join to #cofre was synced/);
    await hears(kim, 'JOIN', '#cofre');
    await irssi.type('/part #cofre até logo');
    await hears(kim, 'PART', '#cofre', 'até logo');
  });

  it('sends messages to one person and shows theirs', async () => {
    await irssi.type('/query kim');
    await irssi.type('só para você');
    await hears(kim, 'PRIVMSG', 'kim', 'só para você');
    kim.send('PRIVMSG ian :recebido');
    await irssi.untilShows(/^\S+ <kim> recebido$/m);
    await irssi.type('/msg kim até mais');
    await hears(kim, 'PRIVMSG', 'kim', 'até mais');
    await irssi.type('/msg carl onde?');
    await goTo('carl');
    await irssi.untilShows(/carl: No such nick\/channel/);
  });

  it('sets the topic of a room', async () => {
    await goTo('#lab');
    await irssi.type('/topic Redes às 14h');
    await irssi.untilShows(/ian changed the topic of #lab to: Redes às 14h/);
    await hears(kim, 'TOPIC', '#lab', 'Redes às 14h');
    kim.send('TOPIC #lab :Redes às 15h');
    await irssi.untilShows(/kim changed the topic of #lab to: Redes às 15h/);
  });

  it('lists the rooms, and who is in them', async () => {
    await goTo('(status)');
    await irssi.type('/list -yes');
    await irssi.untilShows(/ #lab 2 Redes às 15h$/m);
    await irssi.untilShows(/ #chat 3$/m);
    await irssi.type('/names #cofre');
    await irssi.untilShows(/@kim/);
  });

  it('shows who somebody is', async () => {
    await goTo('kim');
    await irssi.type('/whois kim');
    await irssi.untilShows(/kim \[kim@127\.0\.0\.1\]/);
    await irssi.untilShows(/ {2}ircname +: kim Real/);
    await irssi.untilShows(/ {2}channels +: #chat #lab @#cofre$/m);
    await irssi.untilShows(/ is using a secure connection/);
    await irssi.untilShows(/End of WHOIS/);
  });

  it('says how long it is away, and why', async () => {
    await goTo('(status)');
    await irssi.type('/away almoço');
    await irssi.untilShows(/You have been marked as being away/);
    await hears(ana, 'AWAY', 'almoço');
    expect(await kim.ask('PRIVMSG ian :está aí?')).toContain(':pychat.local 301 kim ian almoço');
    await irssi.type('/away');
    await irssi.untilShows(/You are no longer marked as being away/);
    await hears(ana, 'AWAY');
    kim.send('AWAY :volto já');
    await irssi.type('/msg kim alô');
    await goTo('kim');
    await irssi.untilShows(/kim is away: volto já/);
    kim.send('AWAY');
  });

  it('kicks somebody', async () => {
    await goTo('#lab');
    await irssi.type('/kick kim calma aí');
    await irssi.untilShows(/kim was kicked from #lab by ian \[calma aí\]/);
    await hears(kim, 'KICK', '#lab', 'kim', 'calma aí');
  });

  it('bans somebody, and lifts the ban', async () => {
    await kim.ask('JOIN #lab abre-te');
    await irssi.type('/ban kim');
    await irssi.untilShows(/mode\/#lab \[\+b \S*kim\S*\] by ian/);
    await irssi.type('/kick kim');
    await kim.next('KICK');
    expect(await kim.ask('JOIN #lab abre-te')).toContainEqual(expect.stringMatching(/ 474 kim #lab /));
    await irssi.type('/ban');
    await irssi.untilShows(/1 - #lab: ban \S*kim\S* \[by ian/);
    await irssi.type('/unban 1');
    await irssi.untilShows(/mode\/#lab \[-b \S*kim\S*\] by ian/);
    kim.send('JOIN #lab abre-te');
    expect(await kim.next('JOIN')).toMatchObject({ params: ['#lab'] });
  });

  it('bans a key, whatever the nick', async () => {
    await irssi.type(`/mode +b z:${await room.keyOf('kim')}`);
    await irssi.untilShows(/mode\/#lab \[\+b z:[0-9a-f]{64}\] by ian/);
    await irssi.type('/kick kim');
    await kim.next('KICK');
    const answers = await kim.ask('NICK kai', 'JOIN #lab abre-te', 'NICK kim');
    expect(answers).toContainEqual(expect.stringMatching(/ 474 kai #lab /));
  });

  it('is told that it may not come where it is banned', async () => {
    await kim.ask('JOIN #fora', `MODE #fora +b z:${own.identity.fingerprints.key}`);
    await goTo('(status)');
    await irssi.type('/join #fora');
    await irssi.untilShows(/Cannot join to channel #fora \(You are banned\)/);
  });

  it('invites into a room that is closed', async () => {
    await irssi.type('/join #clube');
    await irssi.untilShows(/Join to #clube was synced/);
    await irssi.type('/mode #clube +i');
    await irssi.untilShows(/mode\/#clube \[\+i\] by ian/);
    expect(await kim.ask('JOIN #clube')).toContainEqual(expect.stringMatching(/ 473 kim #clube /));
    await irssi.type('/invite kim');
    await hears(kim, 'INVITE', 'kim', '#clube');
    kim.send('JOIN #clube');
    await irssi.untilShows(/kim \[kim@127\.0\.0\.1\] has joined #clube/);
    await goTo('kim');
    await irssi.untilShows(/Inviting kim to #clube/);
  });

  it('comes when it is invited', async () => {
    await kim.ask('JOIN #festa', 'MODE #festa +i', 'INVITE ian #festa');
    await goTo('(status)');
    await irssi.untilShows(/kim invites you to #festa/);
    await irssi.type('/join -invite');
    await hears(kim, 'JOIN', '#festa');
  });

  it('shows what was said before it came, with the times of then', async () => {
    const bia = await room.enter('bia', ['#ontem'], 'echo-message server-time');
    bia.send('PRIVMSG #ontem :foi assim', 'PRIVMSG #ontem :\x01ACTION suspira\x01');
    const said = (await bia.next('PRIVMSG')).tags.get('time') ?? '';
    await irssi.type('/join #ontem');
    const row = `!pychat\\.local \\[(?:\\S+ )?${said.slice(11, 19)}\\]`;
    await irssi.untilShows(new RegExp(`${row} <bia> foi assim\n.*\\] \\* bia suspira$`, 'm'));
  });

  it('is seen by those who share no room with it when it wants to', async () => {
    const lia = await room.enter('lia', []);
    const isSeen = async (): Promise<boolean> =>
      (await lia.ask('WHO *')).some(line => line.includes(' ian '));
    expect(await isSeen()).toBe(false);
    await goTo('(status)');
    await irssi.type('/mode ian -i');
    await irssi.untilShows(/Mode change \[-i\] for user ian/);
    expect(await isSeen()).toBe(true);
    await irssi.type('/mode ian +i');
    await irssi.untilShows(/Mode change \[-i\] for user ian[^]*Mode change \[\+i\] for user ian/);
    expect(await isSeen()).toBe(false);
  });

  it('changes its nick', async () => {
    await goTo('#chat');
    await ana.news();
    await irssi.type('/nick iana');
    await hears(ana, 'NICK', 'iana');
    await irssi.untilShows(/You're now known as iana/);
    await irssi.type('/nick ian');
    expect(await ana.next('NICK')).toMatchObject({ source: 'iana!ian@127.0.0.1', params: ['ian'] });
  });

  it('does not get the nick that belongs to the key of somebody else', async () => {
    stranger = keep(await startIrssi('ian'));
    const [connect = '', join = ''] = documented('irssi', 0, room.facts);
    await stranger.type(connect);
    await stranger.untilShows(/Welcome to PyChat, ian_$/m);
    await stranger.untilShows(/Your nick is in use by ian /);
    await stranger.type(join);
    expect(await ana.next('JOIN')).toMatchObject({ params: ['#chat', '*', 'ian'], source: /^ian_!/ });
  });

  it('takes its nick back from an older connection of its own', async () => {
    await using second = await startIrssi('ian', own.files);
    for (const line of documented('irssi', 1, room.facts)) await second.type(line);
    await second.untilShows(/Welcome to PyChat, ian$/m);
    await goTo('(status)');
    await irssi.untilShows(/Closing link: Ghosted by the same person/);
    await hears(ana, 'QUIT', 'Ghosted by the same person');
    await hears(ana, 'JOIN', '#chat', own.identity.fingerprints.key, 'ian');
    await second.type('/quit até amanhã');
    await hears(ana, 'QUIT', 'Quit: até amanhã');
  });

  it('keeps its nick while it is not there', async () => {
    await stranger.type('/window goto (status)');
    await stranger.type('/nick ian');
    await stranger.untilShows(/Nick ian is already in use/);
    await stranger.type('/quit');
  });

  it('tells nothing to a relay that is not the one expected, in either way', async () => {
    for (const [nick, block] of [
      ['mia', 0],
      ['mika', 1],
    ] as const) {
      await using other = await startIrssi(nick, own.files);
      for (const line of documented('irssi', block, room.facts)) await other.type(spoil(line));
      await other.untilShows(/Pinned certificate mismatch/);
      await other.untilShows(/Connection lost to 127\.0\.0\.1/);
      expect(await ana.ask(`WHOIS ${nick}`)).toContainEqual(expect.stringMatching(/ 401 ana /));
    }
  });
});
