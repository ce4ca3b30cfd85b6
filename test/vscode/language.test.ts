import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import sentences from '../../l10n/bundle.l10n.pt-br.json' with { type: 'json' };
import words from '../../package.nls.pt-br.json' with { type: 'json' };
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';

/** The longest piece of a sentence between its `{…}`. */
const core = (sentence: string): string =>
  sentence
    .split(/\{\w+\}|\n/)
    .map(piece => piece.trim())
    .reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '');

/** English that must not be seen: whatever the translation says differently, but for words too short to be sure. */
const english = Object.entries(sentences)
  .map(([original, translated]) => ({ piece: core(original), translated }))
  .filter(({ piece, translated }) => piece.length >= 9 && !translated.includes(piece))
  .map(({ piece }) => piece);

describe('where the editor speaks Brazilian Portuguese', () => {
  let rita: ChatWindow;
  let port: number;
  const seen: string[] = [];

  beforeAll(async () => {
    port = await freePort();
    rita = await ChatWindow.start({
      name: 'rita',
      vsix: packagedExtension(),
      locale: 'pt-br',
      settings: { 'pychat.host.port': port },
    });
  });

  afterAll(async () => {
    await rita[Symbol.asyncDispose]();
  });

  const run = (command: keyof typeof words): Promise<void> =>
    rita.editor.runCommand(`PyChat: ${words[command]}`);

  async function look(): Promise<string> {
    const text = [
      await rita.status(),
      await rita.panel.locator('body').innerText(),
      (await rita.panel.getByRole('textbox').getAttribute('placeholder')) ?? '',
      (await rita.panel.getByRole('textbox').getAttribute('aria-label')) ?? '',
    ].join('\n');
    seen.push(text);
    return text;
  }

  async function lookAtInput(): Promise<string> {
    const { quickInput } = rita.editor;
    const rows = (await quickInput.rows()).map(({ label, description }) => `${label} ${description}`);
    const text = [
      await quickInput.title(),
      await quickInput.placeholder(),
      await quickInput.message(),
      ...rows,
    ].join('\n');
    seen.push(text);
    return text;
  }

  it('the prompts do', async () => {
    const { quickInput } = rita.editor;
    await run('command.host');
    expect(await lookAtInput()).toMatch(/PyChat: seu nick[^]*Escolha seu nick: é o que os outros veem/);
    await quickInput.type('dois nomes');
    await expect.poll(() => quickInput.isRefused()).toBe(true);
    expect(await lookAtInput()).toMatch(/Um nick tem de 1 a 30 letras/);
    await quickInput.answer('rita');
  });

  it('the status bar, the banner and the log do', async () => {
    await rita.untilStatus('Hospedando: 1 pessoa');
    await rita.untilNote(/Você está em #chat/);
    const text = await look();
    expect(text).toMatch(/Sala: +#chat/);
    expect(text).toMatch(/Convite: +Copiar convite o põe na área de transferência/);
    expect(text).toMatch(/Mensagem$/);
    seen.push(await rita.editor.statusBarTooltip('pychat.status'));
    expect(seen.at(-1)?.replaceAll('\u00a0', ' ')).toMatch(/PyChat: você hospeda #chat[^]*Desde: /);
  });

  it('the commands of the prompt do', async () => {
    for (const command of ['/help', '/who', '/topic', '/irc', '/nick 1', '/help nada'])
      await rita.say(command);
    await rita.untilNote(/'nada' não é reconhecido como um comando interno/);
    await rita.untilNote(/Aqui agora \(1\): rita/);
    expect(await look()).toMatch(/\/away +Avisa os outros[^]*Outros clientes de IRC entram com:/);
  });

  it('notifications and lists do', async () => {
    await rita.clickAction(sentences['Copy Invite']);
    const notification = await rita.editor.notification('O convite está na área de transferência');
    seen.push(await notification.innerText());
    expect(await rita.offeredActions()).toEqual([
      ...['Mostrar o chat', '#chat', 'Pessoas em #chat…', 'Enviar arquivo…', 'Copiar convite'],
      ...['Não perturbe', 'Entrar no chat', 'Configurações', 'Mostrar o log', 'Sair do chat'],
    ]);
    await lookAtInput();
    await rita.editor.quickInput.cancel();
    await run('command.join');
    seen.push(await rita.question());
    expect(seen.at(-1)).toContain('Você hospeda #chat.');
    await rita.answerQuestion('Cancel');
    await run('command.leave');
    await rita.untilStatus(/^PyChat$/);
    expect(await look()).toMatch(/A sala foi fechada\.[^]*Sem conexão\. Digite \/ para/);
  });

  it('joining and its failures do', async () => {
    const { quickInput } = rita.editor;
    await run('command.join');
    expect(await lookAtInput()).toMatch(/a área de transferência tem um para #chat/);
    await quickInput.pick(sentences['Enter address…']);
    await quickInput.type('isto não é');
    await expect.poll(() => quickInput.isRefused()).toBe(true);
    expect(await lookAtInput()).toMatch(/Isto não é um endereço/);
    await quickInput.answer(`127.0.0.1:${port}`);
    await rita.untilStatus('PyChat: sem conexão');
    const words = /Ninguém hospeda uma sala em 127\.0\.0\.1[^]*Tentar de novo[^]*Voltar a #chat/;
    expect(await look()).toMatch(words);
  });

  it('not a sentence of English was seen', () => {
    const text = seen.join('\n').replaceAll('\u00a0', ' ');
    expect(english.length).toBeGreaterThan(100);
    expect(english.filter(piece => text.includes(piece))).toEqual([]);
  });
});
