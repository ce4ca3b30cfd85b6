import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeCode } from '../../src/chat/codeBlocks.ts';
import { fileOfferText } from '../../src/chat/fileOffer.ts';
import { startIrssi } from '../support/ircPrograms.ts';
import type { Terminal } from '../support/terminal.ts';
import { documented } from './documented.ts';
import { PanelPerson } from './panelPerson.ts';
import { TestRoom } from './testRoom.ts';

const location = { path: 'src/soma.ts', line: 3, commit: '1a2b3c4' };

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('irssi in a room with PyChat', () => {
  const started: AsyncDisposable[] = [];
  let room: TestRoom;
  let ana: PanelPerson;
  let irssi: Terminal;

  beforeAll(async () => {
    room = keep(await TestRoom.start());
    ana = keep(await PanelPerson.enter(room, 'ana'));
  });

  afterAll(async () => {
    for (const one of started.reverse()) await one[Symbol.asyncDispose]();
  });

  function keep<Started extends AsyncDisposable>(one: Started): Started {
    started.push(one);
    return one;
  }

  /** Waits until irssi shows these rows of Ana's, one below the other with nothing between. */
  async function untilRows(...rows: readonly string[]): Promise<void> {
    const row = (text: string): string => `^\\d\\d:\\d\\d <[ @]?ana> ${escape(text)}`;
    await irssi.untilShows(new RegExp(`${rows.map(row).join('\n')}$`, 'm'));
  }

  /** What the room's window shows from this text on. */
  async function shownSince(text: string): Promise<string[]> {
    const rows = (await irssi.screen()).filter(row => /^\d\d:\d\d /.test(row));
    return rows.slice(rows.findIndex(row => row.endsWith(text))).map(row => row.slice(6));
  }

  async function goTo(window: string): Promise<void> {
    await irssi.type(`/window goto ${window}`);
    await irssi.untilShows(new RegExp(`^\\[${escape(window)}\\]`, 'm'));
  }

  it('comes in', async () => {
    irssi = keep(await startIrssi('ian'));
    const [connect = '', join = ''] = documented('irssi', 0, room.facts);
    await irssi.type(connect);
    await irssi.untilShows(/Welcome to PyChat, ian/);
    await irssi.type(join);
    await irssi.untilShows(/Join to #chat was synced/);
    await expect.poll(() => ana.lines().at(-1)?.text).toBe('ian joined.');
  });

  it('shows shared lines of code: where they are, and then the lines', async () => {
    const text = 'export function soma(números: number[]) {\n  let tudo = 0;\n\n  return tudo;\n}';
    await ana.say(composeCode({ language: 'ts', text, location: { ...location, endLine: 7 } }));
    await untilRows(
      'src/soma.ts:3-7@1a2b3c4',
      '```ts',
      'export function soma(números: number[]) {',
      '  let tudo = 0;',
      '  return tudo;',
      '}',
      '```',
    );
  });

  it('shows a patch as the text that it is', async () => {
    const text = '--- a/src/soma.ts\n+++ b/src/soma.ts\n@@ -1,2 +1,2 @@\n let tudo;\n-for\n+reduce';
    await ana.say(composeCode({ language: 'diff', text, location: { ...location, line: 1 } }));
    await untilRows('src/soma.ts@1a2b3c4', '```diff', ...text.split('\n'), '```');
  });

  it('shows a problem: what is wrong, where, and the line', async () => {
    const sentence = "error ts(2322): Type 'string' is not assignable to type 'number'.";
    await ana.say(
      composeCode({
        language: 'ts',
        sentence,
        text: 'let a: number = "";',
        location: { ...location, column: 5 },
      }),
    );
    await untilRows(sentence, 'src/soma.ts:3:5@1a2b3c4', '```ts', 'let a: number = "";', '```');
  });

  it('shows what a file is called, how big it is, and by what it is known', async () => {
    const file = { name: 'relatório final.zip', size: 12_300_000, hash: 'ab12cd34'.repeat(8) };
    await ana.say(fileOfferText(file), { file: { ...file, id: 'o1', secret: 's1' } });
    await untilRows('[file] relatório final.zip (12.3 MB, sha256 ab12cd34…)');
  });

  it('shows to whom an answer speaks', async () => {
    await irssi.type('qual linha?');
    const asked = await ana.untilSaid({ nick: 'ian', text: 'qual linha?' });
    const answer = await ana.answer(asked, 'a terceira');
    await untilRows('ian: a terceira');
    expect(answer.quote).toEqual({ id: asked.id, nick: 'ian', text: 'qual linha?' });
  });

  it('shows nothing of typing, reactions and lines taken back', async () => {
    const said = await ana.say('apago isto');
    ana.client.typing('#chat', 'active');
    ana.client.react('#chat', ana.msgidOf(said), '👍', false);
    ana.client.react('#chat', ana.msgidOf(said), '👍', true);
    ana.client.redact('#chat', ana.msgidOf(said), 'engano');
    await ana.untilSaid({ id: said.id, redacted: { by: 'ana', reason: 'engano' } });
    await ana.say('pronto');
    await untilRows('pronto');
    expect(await shownSince('apago isto')).toEqual(['< ana> apago isto', '< ana> pronto']);
  });

  it('shows what somebody does, and the lines of one message one by one', async () => {
    await ana.untilRelayed(ana.client.act('#chat', 'acena'));
    await irssi.untilShows(/^\d\d:\d\d +\* ana acena$/m);
    await ana.say('um\n\n  dois');
    await untilRows('um', '  dois');
  });

  it('shows in PyChat what its person does, and words without their colours', async () => {
    await irssi.type('/me acena');
    await ana.untilSaid({ nick: 'ian', form: 'action', text: 'acena' });
    await irssi.press('C-b');
    await irssi.typePart('forte');
    await irssi.press('C-b', 'C-c');
    await irssi.type('4,1 e vermelho');
    await ana.untilSaid({ nick: 'ian', form: 'say', text: 'forte e vermelho' });
  });

  it('speaks to one of several in PyChat as people on IRC do', async () => {
    await irssi.type('ana: tudo bem?');
    await ana.untilSaid({ text: 'ana: tudo bem?', mention: true });
    await irssi.type('src/soma.ts:3 tem um erro');
    const line = await ana.untilSaid({ text: 'src/soma.ts:3 tem um erro' });
    expect(line.mention).toBeUndefined();
  });

  it('sends notices that open no tab, and gets no answer to what it asks of a program', async () => {
    await irssi.type('/notice #chat aviso');
    await ana.untilSaid({ form: 'notice', text: 'aviso' });
    await irssi.type('/notice ana só para você');
    await ana.untilSaid({ form: 'notice', text: 'só para você', privateWith: 'ian' }, '');
    const before = ana.lines().length;
    await irssi.type('/ctcp ana version');
    await irssi.type('depois');
    await ana.untilSaid({ text: 'depois' });
    expect(ana.lines()).toHaveLength(before + 1);
    await ana.say('agora');
    await untilRows('agora');
    await goTo('(status)');
    await irssi.untilShows(/\[ctcp\(ana\)\] VERSION$/m);
    expect((await irssi.screen()).join('\n')).not.toMatch(/CTCP \w+ reply/);
    expect(ana.tabs.filter(({ kind }) => kind !== 'server')).toHaveLength(1);
  });

  it('talks to one person in private, both ways, in a tab of its own', async () => {
    await irssi.type('/msg ana tem um minuto?');
    await ana.untilSaid({ nick: 'ian', text: 'tem um minuto?' }, 'ian');
    expect(ana.tabs.map(({ kind }) => kind)).toContain('private');
    await ana.untilRelayed(ana.client.say('ian', 'claro:\n```py\nprint(1)\n```'), 'ian');
    await goTo('ana');
    await untilRows('claro:', '```py', 'print(1)', '```');
    await ana.untilRelayed(ana.client.act('ian', 'espera'), 'ian');
    await irssi.untilShows(/^\d\d:\d\d +\* ana espera$/m);
    expect((await irssi.screen()).join('\n')).toContain('<ian> tem um minuto?');
  });
});
