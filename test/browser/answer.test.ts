import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChatPage, type PageMaker, message, startBrowser, tab } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;
const question = message('where is it?\nI cannot find it', { id: 'q1' });

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  const tabs = [tab('#chat'), tab('#code')];
  chat = await pages.open({ lines: [question] }, { snapshot: { tabs } });
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

/** As anybody does it: to the line, and its button. */
async function answer(): Promise<void> {
  await chat.page.locator('.line').hover();
  await chat.page.getByRole('button', { name: 'Reply' }).click();
}

const shown = () => chat.page.locator('.answering');

describe('answering', () => {
  beforeEach(answer);

  it('is shown over the prompt, which has the focus', async () => {
    expect(await shown().locator('.words').innerText()).toBe('Reply to bruno: where is it?');
    expect(await chat.ask('document.activeElement.id')).toBe('input');
  });

  it('goes along with the next message, and only with that', async () => {
    await chat.page.keyboard.type('here');
    await chat.press('Enter');
    await chat.page.keyboard.type('really');
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([
      { type: 'submit', tab: '#chat', text: 'here', answers: 'q1' },
      { type: 'submit', tab: '#chat', text: 'really' },
    ]);
    expect(await shown().isVisible()).toBe(false);
  });

  it('is taken back with Esc before the text is', async () => {
    await chat.page.keyboard.type('here');
    await chat.press('Escape');
    expect(await shown().isVisible()).toBe(false);
    expect(await chat.input.inputValue()).toBe('here');
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([{ type: 'submit', tab: '#chat', text: 'here' }]);
  });

  it('is taken back with its button', async () => {
    await shown().getByRole('button', { name: 'Cancel Reply' }).click();
    expect(await shown().isVisible()).toBe(false);
    expect(await chat.ask('document.activeElement.id')).toBe('input');
  });

  it('stays with its tab', async () => {
    await chat.screen('#code');
    expect(await shown().isVisible()).toBe(false);
    await chat.screen('#chat', { lines: [question] });
    expect(await shown().isVisible()).toBe(true);
  });

  it('ends when the line is taken back', async () => {
    const redacted = { by: 'bruno', reason: '' };
    await chat.receive({ type: 'change', id: 'q2', change: { redacted } });
    expect(await shown().isVisible()).toBe(true);
    await chat.receive({ type: 'change', id: 'q1', change: { text: '', redacted } });
    expect(await shown().isVisible()).toBe(false);
  });
});

describe('an answer', () => {
  it('does not say again to whom it speaks, once its quote does, also where it is copied or answered', async () => {
    await chat.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const text = 'bruno: over here';
    await chat.append(message(text, { id: 'a1', nick: 'ana', quote: { id: '', nick: '', text: '' } }));
    const line = chat.page.locator('[data-id=a1]');
    expect(await line.locator('.text').innerText()).toBe(text);
    const change = { quote: { id: 'q1', nick: 'bruno', text: 'where is it?' } };
    await chat.receive({ type: 'change', id: 'a1', change });
    expect(await line.locator('.text').innerText()).toBe('over here');
    await line.locator('.text').hover();
    await chat.page.getByRole('button', { name: 'Copy', exact: true }).click();
    expect(await chat.ask('navigator.clipboard.readText()')).toBe('over here');
    await line.locator('.text').hover();
    await chat.page.getByRole('button', { name: 'Reply' }).click();
    expect(await shown().locator('.words').innerText()).toBe('Reply to ana: over here');
  });

  it('shows the line that it answers once that is there, and leads to it', async () => {
    await chat.append(message('here it is', { id: 'a1', quote: { id: '', nick: '', text: '' } }));
    const quote = chat.page.locator('[data-id=a1] .quote');
    expect(await quote.innerText()).toBe('The original message is no longer here.');
    const change = { quote: { id: 'q1', nick: 'bruno', text: 'where is it?' } };
    await chat.receive({ type: 'change', id: 'a1', change });
    expect(await quote.innerText()).toBe('bruno: where is it?');
    await quote.getByRole('button').click();
    expect(await chat.ask('document.activeElement.dataset.id')).toBe('q1');
  });
});
