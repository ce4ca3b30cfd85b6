import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMessage } from '../../src/irc/message.ts';
import { startWeechat } from '../support/ircPrograms.ts';
import { register, type TestPeer } from '../support/peer.ts';
import type { Terminal } from '../support/terminal.ts';
import { spoil } from '../vscode/printedForOthers.ts';
import { documented } from './documented.ts';
import { makeOwnKey, type OwnKey, TestRoom } from './testRoom.ts';

/** Those in the room that was joined first, each with whether they are away, as an expression of WeeChat's. */
const nicksOfFirstRoom = ['', '.next_nick', '.next_nick.next_nick']
  .map(next => `irc_server[irc_servers].channels.nicks${next}`)
  .map(nick => `\${${nick}.name}=\${${nick}.away}`)
  .join(' ');

describe('WeeChat at a relay', () => {
  const started: AsyncDisposable[] = [];
  let room: TestRoom;
  let own: OwnKey;
  let weechat: Terminal;
  let ana: TestPeer;
  let kim: TestPeer;
  /** When the first thing in #ontem was said, in milliseconds since 1970. */
  let saidAt: number;

  beforeAll(async () => {
    room = keep(await TestRoom.start());
    own = makeOwnKey(room.facts);
    const bia = await room.enter('bia', ['#ontem'], 'echo-message server-time');
    bia.send('PRIVMSG #ontem :foi assim', 'PRIVMSG #ontem :\x01ACTION suspira\x01');
    saidAt = Date.parse((await bia.next('PRIVMSG')).tags.get('time') ?? '');
    kim = await room.enter('kim', ['#chat'], 'message-tags');
    ana = await room.enter('ana', ['#chat'], 'account-notify away-notify extended-join message-tags setname');
  });

  afterAll(async () => {
    for (const one of started.reverse()) await one[Symbol.asyncDispose]();
  });

  function keep<Started extends AsyncDisposable>(one: Started): Started {
    started.push(one);
    return one;
  }

  /** What is typed into WeeChat reaches somebody as a message of its person. */
  async function hears(peer: TestPeer, command: string, ...params: string[]): Promise<void> {
    const { source, params: heard } = await peer.next(command);
    expect({ nick: source?.split('!')[0], params: heard }).toEqual({ nick: 'wes', params });
  }

  /** Turns to a buffer: that of a room, a person, or `pychat`. */
  async function goTo(buffer: string): Promise<void> {
    await weechat.type(`/buffer ${buffer}`);
    await isAt(buffer);
  }

  async function isAt(buffer: string): Promise<void> {
    await weechat.untilShows(new RegExp(`^\\[[^|]* \\d+:(?:server\\[)?${buffer}(?!\\w)`, 'm'));
  }

  it('logs in with a key of its own, by the lines in the docs', async () => {
    weechat = keep(await startWeechat('wes', own.files));
    for (const line of documented('WeeChat', 1, withoutColons())) await weechat.type(line);
    await weechat.untilShows(/wes \[[0-9a-f]{64}\] \(\S+\) \(\S+@127\.0\.0\.1\) has joined #chat/);
    expect((await ana.next('JOIN')).params.slice(0, 2)).toEqual(['#chat', own.identity.fingerprints.key]);
    await goTo('pychat');
    await weechat.untilShows(/certificate fingerprint matches/);
    await weechat.untilShows(/SASL authentication successful/);
  });

  /** As WeeChat wants it. */
  function withoutColons(): TestRoom['facts'] {
    return { ...room.facts, FINGERPRINT: room.facts.FINGERPRINT.replaceAll(':', '') };
  }

  it('talks in a room both ways', async () => {
    await goTo('#chat');
    await weechat.type('Olá, turma! 😀');
    await hears(kim, 'PRIVMSG', '#chat', 'Olá, turma! 😀');
    kim.send('PRIVMSG #chat :Olá, wes :)');
    await weechat.untilShows(/^kim Olá, wes :\)$/m);
    await weechat.type('/me acena');
    await hears(ana, 'PRIVMSG', '#chat', 'Olá, turma! 😀');
    expect((await ana.next('PRIVMSG')).params).toEqual(['#chat', 'Olá, wes :)']);
    await hears(ana, 'PRIVMSG', '#chat', '\x01ACTION acena\x01');
  });

  it('makes a room with a key, and shows who has it coming in', async () => {
    await weechat.type('/join #lab');
    await isAt('#lab');
    await weechat.type('/mode +k abre-te');
    await weechat.untilShows(/Mode #lab \[\+k abre-te\] by wes/);
    expect(await kim.ask('JOIN #lab')).toContainEqual(expect.stringMatching(/ 475 kim #lab /));
    kim.send('JOIN #lab abre-te');
    await weechat.untilShows(/kim \[[0-9a-f]{64}\] \(kim Real\) \(kim@127\.0\.0\.1\) has joined #lab/);
  });

  it('is let into a room that has a key with that key alone', async () => {
    await kim.ask('JOIN #cofre', 'MODE #cofre +k 1234');
    await goTo('pychat');
    await weechat.type('/join #cofre 4321');
    await weechat.untilShows(/#cofre: The channel has another key/);
    await weechat.type('/join #cofre 1234');
    await hears(kim, 'JOIN', '#cofre');
    await isAt('#cofre');
    await weechat.untilShows(/Channel #cofre: 2 nicks \(1 op, 0 voices, 1 normal\)/);
    await weechat.type('/part até logo');
    await hears(kim, 'PART', '#cofre', 'até logo');
  });

  it('sends messages to one person and shows theirs', async () => {
    await weechat.type('/query kim só para você');
    await hears(kim, 'PRIVMSG', 'kim', 'só para você');
    kim.send('PRIVMSG wes :recebido');
    await goTo('kim');
    await weechat.untilShows(/^wes só para você\nkim recebido$/m);
    await weechat.type('até mais');
    await hears(kim, 'PRIVMSG', 'kim', 'até mais');
    await goTo('pychat');
    await weechat.type('/msg carl onde?');
    await weechat.untilShows(/carl: No such nick/);
  });

  it('sets the topic of a room', async () => {
    await goTo('#lab');
    await weechat.type('/topic Redes às 14h');
    await weechat.untilShows(/wes has (?:set|changed) topic for #lab .*"Redes às 14h"/);
    await hears(kim, 'TOPIC', '#lab', 'Redes às 14h');
    kim.send('TOPIC #lab :Redes às 15h');
    await weechat.untilShows(/kim has changed topic for #lab from "Redes às 14h" to "Redes às 15h"/);
  });

  it('lists the rooms, and who is in them', async () => {
    await weechat.type('/names');
    await weechat.untilShows(/Nicks #lab: \[@wes kim\]|Nicks #lab: \[kim @wes\]/);
    await goTo('pychat');
    await weechat.type('/list');
    await weechat.untilShows(/#lab\(2\): Redes às 15h$/m);
  });

  it('shows who somebody is', async () => {
    await weechat.type('/whois kim');
    await weechat.untilShows(/\[kim\] \(kim@127\.0\.0\.1\): kim Real/);
    await weechat.untilShows(/\[kim\] .*is using a secure connection/);
    await weechat.untilShows(/\[kim\] End of WHOIS/);
  });

  it('says how long it is away, and why', async () => {
    await weechat.type('/away almoço');
    await weechat.untilShows(/You have been marked as being away/);
    await hears(ana, 'AWAY', 'almoço');
    const answers = await kim.ask('PRIVMSG wes :está aí?');
    expect(answers.map(line => parseMessage(line).params)).toContainEqual(['kim', 'wes', 'almoço']);
    await weechat.type('/away');
    await hears(ana, 'AWAY');
  });

  it('knows who is away without asking', async () => {
    await goTo('#chat');
    kim.send('AWAY :volto já', 'PRIVMSG #chat :fui');
    await weechat.untilShows(/^kim fui$/m);
    await goTo('pychat');
    await weechat.type(`/eval -n ${nicksOfFirstRoom}`);
    await weechat.untilShows(/== \[.*kim=1/);
    kim.send('AWAY');
  });

  it('kicks somebody', async () => {
    await goTo('#lab');
    await weechat.type('/kick kim calma aí');
    await weechat.untilShows(/wes has kicked kim \(calma aí\)/);
    await hears(kim, 'KICK', '#lab', 'kim', 'calma aí');
  });

  it('bans somebody, and lifts the ban', async () => {
    await kim.ask('JOIN #lab abre-te');
    await weechat.type('/kickban kim spam');
    await weechat.untilShows(/Mode #lab \[\+b \S*kim\S*\] by wes/);
    await weechat.untilShows(/wes has kicked kim \(spam\)/);
    await hears(kim, 'KICK', '#lab', 'kim', 'spam');
    expect(await kim.ask('JOIN #lab abre-te')).toContainEqual(expect.stringMatching(/ 474 kim #lab /));
    await weechat.type('/ban');
    await weechat.untilShows(/\[#lab\] \[1\] \S*kim\S* banned by wes/);
    await weechat.type('/unban 1');
    await weechat.untilShows(/Mode #lab \[-b \S*kim\S*\] by wes/);
    kim.send('JOIN #lab abre-te');
    expect(await kim.next('JOIN')).toMatchObject({ params: ['#lab'] });
  });

  it('bans a key, whatever the nick', async () => {
    await weechat.type(`/mode +b z:${await room.keyOf('kim')}`);
    await weechat.untilShows(/Mode #lab \[\+b z:[0-9a-f]{64}\] by wes/);
    await weechat.type('/kick kim');
    await kim.next('KICK');
    const answers = await kim.ask('NICK kai', 'JOIN #lab abre-te', 'NICK kim');
    expect(answers).toContainEqual(expect.stringMatching(/ 474 kai #lab /));
  });

  it('is told that it may not come where it is banned', async () => {
    await kim.ask('JOIN #fora', `MODE #fora +b z:${own.identity.fingerprints.key}`);
    await goTo('pychat');
    await weechat.type('/join #fora');
    await weechat.untilShows(/#fora: You are banned/);
  });

  it('invites into a room that is closed', async () => {
    await weechat.type('/join #clube');
    await isAt('#clube');
    await weechat.type('/mode +i');
    await weechat.untilShows(/Mode #clube \[\+i\] by wes/);
    expect(await kim.ask('JOIN #clube')).toContainEqual(expect.stringMatching(/ 473 kim #clube /));
    await weechat.type('/invite kim');
    await hears(kim, 'INVITE', 'kim', '#clube');
    kim.send('JOIN #clube');
    await weechat.untilShows(/kim .*has joined #clube/);
    await goTo('pychat');
    await weechat.untilShows(/wes has invited kim to #clube/);
  });

  it('comes when it is invited', async () => {
    await kim.ask('JOIN #festa', 'MODE #festa +i', 'INVITE wes #festa');
    await goTo('pychat');
    await weechat.untilShows(/You have been invited to #festa by kim/);
    await weechat.type('/join #festa');
    await hears(kim, 'JOIN', '#festa');
  });

  it('shows who is typing, and tells when its person is', async () => {
    for (const line of documented('WeeChat', 2, room.facts)) await weechat.type(line);
    await goTo('#chat');
    kim.send('@+typing=active TAGMSG #chat');
    await weechat.untilShows(/Typing: kim/);
    kim.send('PRIVMSG #chat :pronto');
    await weechat.untilShows(/^kim pronto$/m);
    expect((await weechat.screen()).join('\n')).not.toMatch(/Typing: kim/);
    await kim.news();
    await weechat.typePart('estou pens');
    const news = await kim.next('TAGMSG');
    expect(news.tags.get('+typing')).toBe('active');
    expect(news.params).toEqual(['#chat']);
    await weechat.press('C-u');
    expect((await kim.next('TAGMSG')).tags.get('+typing')).toBe('done');
  });

  it('shows what was said before it came, with the times of then', async () => {
    const then = new Date(saidAt);
    const utc = then.toISOString().slice(11, 19);
    await weechat.type('/set weechat.look.buffer_time_format %H:%M:%S');
    await weechat.type('/join #ontem');
    await isAt('#ontem');
    const row = `^${then.toTimeString().slice(0, 8)} .*\\[(?:\\S+ )?${utc}\\]`;
    await weechat.untilShows(new RegExp(`${row} <bia> foi assim\n.*\\] \\* bia suspira$`, 'm'));
    await weechat.type('/set weechat.look.buffer_time_format ""');
  });

  it('tells when somebody it looks out for comes and goes', async () => {
    await goTo('pychat');
    await weechat.type('/notify add lia pychat');
    await weechat.untilShows(/notify: lia is offline/);
    const lia = await room.enter('lia', []);
    await weechat.untilShows(/notify: lia \(lia@127\.0\.0\.1\) has connected/);
    lia.send('QUIT');
    await weechat.untilShows(/notify: lia .*has quit/);
  });

  it('shows who logs in, and who changes the real name', async () => {
    const leo = await room.connect();
    await leo.ask('AUTHENTICATE EXTERNAL', 'AUTHENTICATE *');
    await register(leo, 'leo', { password: room.facts.PASSWORD, capabilities: 'setname' });
    await leo.ask('JOIN #chat');
    await goTo('#chat');
    await weechat.untilShows(/leo \(leo Real\) \(leo@127\.0\.0\.1\) has joined #chat/);
    leo.send('AUTHENTICATE EXTERNAL', 'AUTHENTICATE +', 'SETNAME :Leopoldo');
    await weechat.untilShows(/leo has identified as [0-9a-f]{64}/);
    await weechat.untilShows(/leo has changed real name to "Leopoldo"/);
    await ana.news();
    await weechat.type('/setname Wesley');
    await hears(ana, 'SETNAME', 'Wesley');
  });

  it('changes its nick', async () => {
    await ana.news();
    await weechat.type('/nick wesley');
    await hears(ana, 'NICK', 'wesley');
    await weechat.untilShows(/You are now known as wesley/);
    await weechat.type('/nick wes');
    expect(await ana.next('NICK')).toMatchObject({ params: ['wes'] });
  });

  it('does not get the nick that belongs to the key of somebody else, be they there or not', async () => {
    await using stranger = await startWeechat('wes');
    for (const line of documented('WeeChat', 0, withoutColons())) await stranger.type(line);
    await stranger.untilShows(/wes_ \(\S+\) \(\S+@127\.0\.0\.1\) has joined #chat/);
    await weechat.type('/quit até amanhã');
    await hears(ana, 'QUIT', 'Quit: até amanhã');
    await stranger.type('/nick wes');
    await stranger.type('/buffer pychat');
    await stranger.untilShows(/wes: Nick belongs to the key of somebody else/);
    expect(await ana.ask('WHOIS wes')).toContainEqual(expect.stringMatching(/ 401 ana wes /));
  });

  it('tells nothing to a relay that is not the one expected, in either way', async () => {
    for (const [nick, block] of [
      ['mia', 0],
      ['mika', 1],
    ] as const) {
      await using other = await startWeechat(nick, own.files);
      for (const line of documented('WeeChat', block, withoutColons())) await other.type(spoil(line));
      await other.untilShows(/certificate fingerprint does NOT match/);
      await other.untilShows(/TLS handshake failed/);
      expect(await ana.ask(`WHOIS ${nick}`)).toContainEqual(expect.stringMatching(/ 401 ana /));
    }
  });
});
