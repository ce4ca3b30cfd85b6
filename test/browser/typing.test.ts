import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ChatPage, type PageMaker, startBrowser, tab } from './chatPage.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const typing = { appearance: { typing: true } };

async function told(): Promise<string[]> {
  return (await chat.posted()).flatMap(said => (said.type === 'typing' ? [`${said.tab} ${said.state}`] : []));
}

describe('that one types', () => {
  it('is told when it is allowed, and taken back with the text', async () => {
    chat = await pages.open({}, { snapshot: typing });
    await chat.page.keyboard.type('olá');
    expect(await told()).toEqual(['#chat active']);
    await chat.press('Escape');
    expect(await told()).toEqual(['#chat active', '#chat done']);
  });

  it('is not told when it is not allowed, also from then on', async () => {
    chat = await pages.open();
    await chat.page.keyboard.type('olá');
    expect(await told()).toEqual([]);
  });

  it('is not told of commands, nor taken back after sending', async () => {
    chat = await pages.open({}, { snapshot: typing });
    await chat.page.keyboard.type('/help');
    await chat.press('Enter');
    expect(await told()).toEqual([]);
    await chat.page.keyboard.type('olá');
    await chat.press('Enter');
    expect(await told()).toEqual(['#chat active']);
  });

  it('pauses with the tab that is left, and is not told of a text that waited there', async () => {
    chat = await pages.open({}, { snapshot: { ...typing, tabs: [tab('#chat'), tab('bruno')] } });
    await chat.page.keyboard.type('olá');
    await chat.screen('bruno');
    await chat.screen('#chat');
    expect(await told()).toEqual(['#chat active', '#chat paused']);
  });
});

describe('who types', () => {
  it('is shown above the prompt and not read out', async () => {
    chat = await pages.open({ typing: ['bruno'] });
    const view = chat.page.locator('.typing');
    expect(await view.innerText()).toBe('bruno is typing…');
    expect(await view.getAttribute('aria-live')).toBe('off');
    const before = (await chat.input.boundingBox())!.y;
    await chat.receive({ type: 'typing', nicks: ['bruno', 'carla', 'davi'] });
    expect(await view.innerText()).toBe('3 people are typing…');
    await chat.receive({ type: 'typing', nicks: [] });
    expect(await view.innerText()).toBe('');
    expect((await chat.input.boundingBox())!.y).toBe(before);
  });

  it('may have any name', async () => {
    const hostile = '<img src=x onerror="posted.push(1)">';
    chat = await pages.open({ typing: [hostile] });
    expect(await chat.page.locator('.typing').textContent()).toContain(hostile);
    expect(await chat.page.locator('img').count()).toBe(0);
  });
});

describe('what the host asks for', () => {
  it('is a sound, made without a request', async () => {
    chat = await pages.open();
    await chat.page.keyboard.type('x');
    await chat.ask(`(() => {
      window.tones = 0;
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...args) { window.tones += 1; return start.apply(this, args); };
    })()`);
    await chat.receive({ type: 'sound' });
    await expect.poll(() => chat.ask('tones')).toBe(1);
  });

  it('is the focus for the prompt', async () => {
    chat = await pages.open();
    await chat.page.getByRole('button', { name: 'Copy Invite' }).focus();
    await chat.receive({ type: 'focus' });
    expect(await chat.ask('document.activeElement.id')).toBe('input');
  });
});
