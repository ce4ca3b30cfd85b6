import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandWords } from '../../src/conversation/commands/slashCommands.ts';
import { inEnglish } from '../../src/chat/translate.ts';
import { maxSubmitLength } from '../../src/panel/messageLimits.ts';
import { maxUnaskedMessages } from '../../src/panel/messageLimits.ts';
import { type ChatPage, type PageMaker, startBrowser } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open({}, { snapshot: { commands: commandWords(inEnglish) } });
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const submitted = async () =>
  (await chat.posted()).flatMap(said => (said.type === 'submit' ? said.text : []));
const doubt = () => chat.page.getByRole('alert').innerText();
const enter = async (text: string) => {
  await chat.input.fill(text);
  await chat.press('Enter');
};
const singleLines = (lineBytes?: number) =>
  chat.receive({
    type: 'prompt',
    prompt: { path: 'C:>', hint: '', actions: [], ...(lineBytes !== undefined && { lineBytes }) },
  });

describe('a text with a slash in front', () => {
  it.each([
    '// helper\nfoo();',
    '/** Says hello. */\nexport function hello() {}',
    '/data is full',
    '/home is full',
    '/usr/bin/env node',
    '/* a comment */',
    '//todo',
    '/:)',
    '/s/teh/the/',
    '/tmp',
    '/help',
    '/msg bob hi',
    '/? join\n',
  ])('goes out at once: %j', async text => {
    await enter(text);
    expect(await doubt()).toBe('');
    expect(await submitted()).toEqual([text]);
  });

  it.each([
    ['/jion #dev', 'There is no command /jion. Did you mean /join?'],
    ['/hepl', 'Did you mean /help?'],
    ['/HLEP', 'Did you mean /help?'],
    ['/msgg bob a secret', 'Did you mean /msg?'],
    ['/data', 'Did you mean /date?'],
    ['/whois bob', 'There is no command /whois.'],
    ['/ns identify hunter2', 'There is no command /ns.'],
    ['/', 'There is no command /.'],
    ['/msg bob one\ntwo', '/msg is a command only on a line of its own.'],
  ])('is asked about where it is hardly meant so: %j', async (text, question) => {
    await enter(text);
    expect(await doubt()).toContain(question);
    expect([await submitted(), await chat.input.inputValue()]).toEqual([[], text]);
    await chat.press('Enter');
    expect([await submitted(), await doubt(), await chat.input.inputValue()]).toEqual([[text], '', '']);
  });

  it('can be sent with the mouse, and corrected', async () => {
    await enter('/hepl me');
    await chat.page.getByRole('button', { name: 'Send Anyway' }).click();
    expect(await submitted()).toEqual(['/hepl me']);
    await enter('/hepl');
    await chat.press('Backspace');
    expect(await doubt()).toBe('');
    await chat.press('Enter');
    expect(await doubt()).toContain('/hep.');
    expect(await submitted()).toEqual(['/hepl me']);
  });

  it('is not sent by an Enter that is held down', async () => {
    await chat.input.fill('/hepl');
    await chat.page.keyboard.down('Enter');
    await chat.page.keyboard.down('Enter');
    expect(await submitted()).toEqual([]);
    await chat.page.keyboard.up('Enter');
    await chat.press('Enter');
    expect(await submitted()).toEqual(['/hepl']);
  });
});

describe('two megabytes that are pasted', () => {
  it.each([
    ['a patch', '+a line that is added\n'.repeat(100_000)],
    ['a bundle', 'var x=1;'.repeat(262_144)],
  ])('stay in the prompt with a sentence: %s', async (_, text) => {
    const started = performance.now();
    await chat.ask(`(data => {
      data.setData('text/plain', ${JSON.stringify(text)});
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    })(new DataTransfer())`);
    const length = (await chat.input.inputValue()).length;
    await chat.press('Enter');
    expect(await doubt()).toContain(length > maxSubmitLength ? `${length}` : '');
    expect(await submitted()).toEqual([]);
    await chat.press('Escape');
    expect(await chat.input.inputValue()).toBe('');
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('a text of many lines', () => {
  const lines = (count: number): string => Array.from({ length: count }, (_, row) => `row ${row}`).join('\n');

  it('goes out at once where a message may have several', async () => {
    await enter(lines(40));
    expect(await submitted()).toEqual([lines(40)]);
  });

  it('is asked about where each is a message, and there are more than a few', async () => {
    await singleLines(350);
    await enter(lines(maxUnaskedMessages));
    expect(await submitted()).toHaveLength(1);
    await enter(lines(maxUnaskedMessages + 1));
    expect(await doubt()).toContain('this would be 6 messages');
    await enter(lines(40));
    expect(await doubt()).toContain('this would be 40 messages');
    expect(await submitted()).toHaveLength(1);
    await chat.press('Enter');
    expect(await submitted()).toHaveLength(2);
  });

  it('counts what is cut because it is long: a minified bundle is one line', async () => {
    await singleLines(350);
    await enter('é'.repeat(60_000));
    expect(await doubt()).toContain('this would be 343 messages');
    await singleLines();
    await enter('é'.repeat(60_000));
    expect(await submitted()).toHaveLength(1);
  });
});
