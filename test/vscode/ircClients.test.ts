import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIrssi, startWeechat } from '../support/ircPrograms.ts';
import { longText, piecesOn } from '../support/longText.ts';
import { fingerprintsByOpenssl, OpensslClient } from '../support/openssl.ts';
import type { Terminal } from '../support/terminal.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { type Printed, readPrinted, spoil } from './printedForOthers.ts';

const patience = { timeout: 30_000 };

/** What IRC marks an action, bold and coloured words with. */
const [ctcp, bold, colour] = ['\x01', '\x02', '\x03'];

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('other IRC clients in a room of the packaged extension', () => {
  const started: AsyncDisposable[] = [];
  let ana: ChatWindow;
  let irssi: Terminal;
  let weechat: Terminal;
  let openssl: OpensslClient;
  let printed: Printed;

  beforeAll(async () => {
    const settings = { 'pychat.host.port': await freePort() };
    ana = keep(await ChatWindow.start({ name: 'ana', vsix: packagedExtension(), settings }));
  });

  afterAll(async () => {
    for (const one of started.reverse()) await one[Symbol.asyncDispose]();
  });

  function keep<Started extends AsyncDisposable>(one: Started): Started {
    started.push(one);
    return one;
  }

  /** Waits until everybody has what somebody said: `s_client` does not get its own. */
  async function untilAllHave(nick: string, text: string): Promise<void> {
    const line = escape(text);
    await Promise.all([
      ana.untilMessage(text),
      irssi.untilShows(new RegExp(`<[@ ]?${nick}> ${line}$`, 'm')),
      weechat.untilShows(new RegExp(`^@?${nick} ${line}$`, 'm')),
      nick === 'oto' || openssl.until(new RegExp(`^:${nick}!\\S+ PRIVMSG #chat :?${line}$`, 'm')),
    ]);
  }

  it('prints how they join, with the fingerprints that OpenSSL finds', async () => {
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.editor.quickInput.answer('ana');
    await ana.untilStatus('Hosting: 1 person');
    await ana.say('/irc');
    printed = readPrinted(await ana.copyNote('Other IRC clients join with:'));
    expect(printed.password).toMatch(/^[\w-]{22}$/);
    const { certificate, key } = printed;
    expect({ certificate, key }).toEqual(fingerprintsByOpenssl(printed.port));
    expect(printed.irssi).toHaveLength(2);
    expect(printed.weechat).toHaveLength(2);
  });

  it('lets irssi in with the lines printed for it', async () => {
    irssi = keep(await startIrssi('ian'));
    const [connect = '', join = ''] = printed.irssi;
    await irssi.type(connect);
    await irssi.untilShows(/Welcome to PyChat, ian/);
    await irssi.type(join);
    await irssi.untilShows(/Users #chat/);
    await irssi.untilShows(/@ana/);
    await ana.untilNote(/^ian joined\.$/m);
    await ana.untilStatus('Hosting: 2 people');
  });

  it('lets WeeChat in with the lines printed for it', async () => {
    weechat = keep(await startWeechat('wes'));
    for (const line of printed.weechat) await weechat.type(line);
    await weechat.untilShows(/wes .*\) has joined #chat/);
    await irssi.untilShows(/wes \[\S+\] has joined #chat/);
    await ana.untilNote(/^wes joined\.$/m);
    await ana.untilStatus('Hosting: 3 people');
  });

  it('lets a plain openssl s_client in', async () => {
    openssl = keep(new OpensslClient(printed.port));
    openssl.send(`PASS ${printed.password}`, 'NICK oto', 'USER oto 0 * :Oto', 'JOIN #chat');
    await openssl.until(/^:\S+ 366 oto #chat /m);
    await Promise.all([irssi, weechat].map(one => one.untilShows(/oto .*has joined #chat/)));
    await ana.untilNote(/^oto joined\.$/m);
    await ana.untilStatus('Hosting: 4 people');
  });

  it('carries accents, emoji and markup both ways', async () => {
    const text = (nick: string): string => `${nick}: Olá, irmã! Não é fácil 😀🎉 <b>&amp;`;
    await ana.say(text('ana'));
    await untilAllHave('ana', text('ana'));
    await irssi.type(text('ian'));
    await untilAllHave('ian', text('ian'));
    await weechat.type(text('wes'));
    await untilAllHave('wes', text('wes'));
    openssl.send(`PRIVMSG #chat :${text('oto')}`);
    await untilAllHave('oto', text('oto'));
    expect(await ana.messages()).toEqual(
      ['ana', 'ian', 'wes', 'oto'].map(nick => ({ nick, text: text(nick) })),
    );
  });

  it('shows what somebody does as such', async () => {
    await ana.say('/me acena para todos');
    await irssi.untilShows(/ \* @?ana acena para todos$/m);
    await weechat.untilShows(/^ *\* @?ana acena para todos$/m);
    await openssl.until(new RegExp(`PRIVMSG #chat :${ctcp}ACTION acena para todos${ctcp}$`, 'm'));
    await irssi.type('/me acena de volta');
    await ana.untilMessage('acena de volta');
    await weechat.type('/me também acena');
    await ana.untilMessage('também acena');
    openssl.send(`PRIVMSG #chat :${ctcp}ACTION fica parado${ctcp}`);
    await ana.untilMessage('fica parado');
    const actions = await ana.panel.locator('.message.action').allInnerTexts();
    expect(actions.map(action => action.replace(/^\d\d:\d\d /, ''))).toEqual([
      '* ana acena para todos',
      '* ian acena de volta',
      '* wes também acena',
      '* oto fica parado',
    ]);
  });

  it('shows the text of bold and coloured words alone', async () => {
    await irssi.press('C-b');
    await irssi.typePart('bold');
    await irssi.press('C-b');
    await irssi.typePart(' and ');
    await irssi.press('C-c');
    await irssi.type('4,1red');
    await ana.untilMessage('bold and red');
    await weechat.press('C-c', 'b');
    await weechat.typePart('thick');
    await weechat.press('C-c', 'b');
    await weechat.typePart(' and ');
    await weechat.press('C-c', 'c');
    await weechat.type('02blue');
    await ana.untilMessage('thick and blue');
    await openssl.until(new RegExp(`${bold}bold${bold} and ${colour}4,1red$`, 'm'));
    await openssl.until(new RegExp(`${bold}thick${bold} and ${colour}02blue$`, 'm'));
  });

  it('brings a long text from the panel whole, in as many lines as IRC needs', async () => {
    await ana.say(longText('a'));
    const last = longText('a').slice(-20);
    await irssi.untilShows(new RegExp(`${last}$`, 'm'));
    expect(piecesOn(await irssi.screen(), /<@ana> (\S*a\d\d\d\S*)$/)).toBe(longText('a'));
    await weechat.untilShows(new RegExp(`${last}$`, 'm'));
    expect(piecesOn(await weechat.screen(), /^@?ana (\S*a\d\d\d\S*)$/)).toBe(longText('a'));
    await openssl.until(new RegExp(`${last}$`, 'm'));
    expect(piecesOn(openssl.lines, /^:ana!\S+ PRIVMSG #chat :?(\S*a\d\d\d\S*)$/)).toBe(longText('a'));
  });

  it('shows a long text from the others whole, in the lines that they make of it', async () => {
    for (const [terminal, nick] of [
      [irssi, 'ian'],
      [weechat, 'wes'],
    ] as const) {
      const text = longText(nick[0] ?? '');
      const seen = (await ana.messages()).length;
      await terminal.type(text);
      const said = async () => (await ana.messages()).slice(seen).filter(message => message.nick === nick);
      await expect
        .poll(async () => (await said()).map(message => message.text).join(''), patience)
        .toBe(text);
    }
  });

  it('brings the lines of one message one by one, without the blank ones', async () => {
    const lines = ['def olá():', '    return "mundo"', '', 'olá()'];
    await ana.say(lines.join('\n'));
    const [first = '', second = '', , last = ''] = lines.map(escape);
    await irssi.untilShows(new RegExp(`<@ana> ${first}\n.*<@ana> ${second}\n.*<@ana> ${last}$`, 'm'));
    await weechat.untilShows(new RegExp(`^@?ana ${first}\n@?ana ${second}\n@?ana ${last}$`, 'm'));
    await openssl.until(new RegExp(`:${first}\n:ana!.* :${second}\n:ana!\\S+ PRIVMSG #chat :?${last}$`, 'm'));
    await ana.untilMessage(lines.join('\n'));
  });

  it('tells everybody of new nicks', async () => {
    await irssi.type('/nick iana');
    await ana.untilNote(/^ian is now iana\.$/m);
    await weechat.untilShows(/ian is now known as iana/);
    await ana.say('/nick anna');
    await irssi.untilShows(/ana is now known as anna/);
    await weechat.untilShows(/ana is now known as anna/);
    await openssl.until(/^:ana!\S+ NICK :?anna$/m);
  });

  it('tells everybody of the topic', async () => {
    await weechat.type('/topic Redes às 14h');
    await ana.untilNote(/^wes set the topic: “Redes às 14h”$/m);
    await irssi.untilShows(/wes changed the topic of #chat to: Redes às 14h/);
    await ana.say('/topic Redes às 15h');
    await irssi.untilShows(/anna changed the topic of #chat to: Redes às 15h/);
    await weechat.untilShows(/anna has changed topic for #chat .*"Redes às 15h"/);
    await openssl.until(/^:anna!\S+ TOPIC #chat :Redes às 15h$/m);
  });

  it('shows what was said to the host alone in a tab of its own', async () => {
    await irssi.type('/quote PRIVMSG anna :só para você');
    await expect.poll(() => ana.tabs(), patience).toEqual(['[#chat]', expect.stringMatching(/^iana\b/)]);
    await ana.prompt.click();
    await ana.press('Alt+2');
    await ana.untilMessage('só para você');
    await ana.untilPrompt('C:\\ANNA\\IANA>');
    await ana.untilTabs('#chat', '[iana]');
    await ana.press('Alt+1');
    await ana.untilTabs('[#chat]', 'iana');
  });

  it('answers no question of a program, and shows none', async () => {
    const before = await ana.messages();
    await irssi.type('/ctcp anna version');
    await irssi.type('depois');
    await ana.untilMessage('depois');
    expect(await ana.messages()).toEqual([...before, { nick: 'iana', text: 'depois' }]);
    expect((await irssi.screen()).join('\n')).not.toMatch(/CTCP VERSION reply/);
  });

  it('says who leaves, and why', async () => {
    await irssi.type('/part #chat até amanhã');
    await ana.untilNote(/^iana left\. \(“até amanhã”\)$/m);
    await weechat.untilShows(/iana \(\S+\) has left #chat \(até amanhã\)/);
    await weechat.type('/quit tchau');
    await ana.untilNote(/^wes left\. \(“tchau”\)$/m);
    openssl.send('QUIT :fim');
    await ana.untilNote(/^oto left\. \(“fim”\)$/m);
    await ana.untilStatus('Hosting: 1 person');
  });

  it('is refused by irssi when the fingerprint is not the one expected', async () => {
    await using other = await startIrssi('mia');
    await other.type(spoil(printed.irssi[0] ?? ''));
    await other.untilShows(/Pinned certificate mismatch/);
    await other.untilShows(/Connection lost to 127\.0\.0\.1/);
    expect((await other.screen()).join('\n')).not.toMatch(/Welcome to PyChat/);
  });

  it('is refused by WeeChat when the fingerprint is not the one expected', async () => {
    await using other = await startWeechat('mia');
    for (const line of printed.weechat) await other.type(spoil(line));
    await other.untilShows(/certificate fingerprint does NOT match/);
    await other.untilShows(/TLS handshake failed/);
    expect((await other.screen()).join('\n')).not.toMatch(/Welcome to PyChat/);
  });

  it('has seen nobody of those who refused it', async () => {
    await ana.say('/who');
    await ana.untilNote(/^Here now \(1\): anna$/m);
    expect((await ana.notes().allTextContents()).join('\n')).not.toContain('mia');
  });
});
