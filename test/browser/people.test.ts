import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { maxListedPeople } from '../../src/panel/webview/people/peopleList.ts';
import { maxListedPlaces } from '../../src/panel/webview/people/placePicker.ts';
import { type ChatPage, type PageMaker, message, startBrowser, tab } from './chatPage.ts';

const vocabulary = { nicks: ['rui', 'bruno', 'Carla'], rooms: ['#chat'], own: 'ana', muted: ['rui'] };
let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
beforeEach(async () => {
  chat = await pages.open(
    { lines: [message('hi', { id: 'hi' }), message('mine', { nick: 'ana', own: true })] },
    { snapshot: { vocabulary, tabs: [tab('#chat'), tab('bruno')] } },
  );
});
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  await chat.close();
});

const people = () => chat.page.locator('button.people');
const list = () => chat.page.getByRole('listbox', { name: 'People in this room' });
const menu = () => chat.page.getByRole('menu');
const items = () => menu().getByRole('menuitem').allInnerTexts();
const focused = () => chat.ask<string>('document.activeElement.textContent');
const typed = () => chat.input.inputValue();

describe('the people of a room', () => {
  it('have a menu each, by mouse, too', async () => {
    await people().click();
    await list().getByRole('option', { name: 'bruno' }).click();
    expect(await items()).toEqual(['Mention', 'Private Message', 'Mute']);
  });

  it('are counted, and listed with one click, in alphabetical order', async () => {
    expect(await people().innerText()).toBe('4 people');
    await people().click();
    expect(await list().getByRole('option').allInnerTexts()).toEqual([
      'ana (you)',
      'bruno',
      'Carla',
      'rui (muted)',
    ]);
    expect(await people().getAttribute('aria-expanded')).toBe('true');
    await people().click();
    expect(await list().count()).toBe(0);
  });

  it('are reached by keyboard alone: letters and arrows lead to them, Enter opens the menu of one', async () => {
    await people().focus();
    await chat.press('Enter');
    const active = () =>
      chat.ask<string>(
        `document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).textContent`,
      );
    expect(await active()).toBe('ana (you)');
    await chat.press('Enter');
    expect(await menu().count()).toBe(0);
    await chat.press('ArrowDown');
    expect(await active()).toBe('bruno');
    await chat.press('r');
    expect(await active()).toBe('rui (muted)');
    await chat.press('Enter');
    expect(await menu().getAttribute('aria-label')).toBe('rui');
    expect(await items()).toEqual(['Mention', 'Private Message', 'Unmute']);
    expect(await typed()).toBe('');
    await chat.press('ArrowUp', 'Enter');
    expect(await chat.posted()).toEqual([{ type: 'mute', tab: '#chat', nick: 'rui', on: false }]);
    expect(await focused()).toBe('4 people');
  });

  it('follow who comes and goes while they are looked at', async () => {
    await people().click();
    await chat.press('ArrowDown');
    await chat.receive({
      type: 'vocabulary',
      vocabulary: { ...vocabulary, nicks: ['bruno', 'abel', 'rui'] },
    });
    expect(await list().getByRole('option').allInnerTexts()).toEqual([
      'abel',
      'ana (you)',
      'bruno',
      'rui (muted)',
    ]);
    expect(await list().locator('[aria-selected=true]').innerText()).toBe('bruno');
  });

  it('are given back to the button with Esc, and go when the focus does', async () => {
    await people().click();
    await chat.press('Escape');
    expect([await list().count(), await focused()]).toEqual([0, '4 people']);
    await people().click();
    await chat.input.focus();
    expect(await list().count()).toBe(0);
  });

  it('are offered where there are some: in a room that we are in', async () => {
    await chat.receive({ type: 'tabs', tabs: [tab('#chat'), tab('bruno')], active: 'bruno' });
    expect(await people().count()).toBe(1);
    expect(await people().isVisible()).toBe(false);
    await chat.receive({ type: 'tabs', tabs: [tab('#chat', { out: true })], active: '#chat' });
    expect(await people().isVisible()).toBe(false);
    await chat.receive({ type: 'tabs', tabs: [tab('#chat')], active: '#chat' });
    expect(await people().isVisible()).toBe(true);
    await chat.receive({ type: 'vocabulary', vocabulary: { ...vocabulary, nicks: [] } });
    expect(await people().innerText()).toBe('1 person');
  });

  it.each([maxListedPeople - 1, maxListedPeople])('that are many are cut: %i others', async count => {
    const nicks = Array.from({ length: count }, (_, at) => `p${String(at).padStart(5, '0')}`);
    await chat.receive({ type: 'vocabulary', vocabulary: { ...vocabulary, nicks } });
    await people().click();
    expect(await list().getByRole('option').count()).toBe(maxListedPeople);
    expect(await list().locator('.more').allInnerTexts()).toEqual(
      count < maxListedPeople ? [] : ['… and 1 more'],
    );
  });
});

describe('the menu of a nick', () => {
  const nick = () => chat.page.locator('[data-id=hi]').getByRole('button', { name: 'bruno' });

  it('opens at the nick in a line, with what can be done', async () => {
    await nick().click();
    expect(await items()).toEqual(['Mention', 'Private Message', 'Mute']);
    const [at, shown] = [(await nick().boundingBox())!, (await menu().boundingBox())!];
    expect(Math.abs(shown.y - at.y - at.height)).toBeLessThan(4);
    expect(Math.abs(shown.x - at.x)).toBeLessThan(4);
    await menu().getByText('Private Message').click();
    await nick().click();
    await menu().getByText('Mute').click();
    expect(await chat.posted()).toEqual([
      { type: 'openChat', tab: '#chat', nick: 'bruno' },
      { type: 'mute', tab: '#chat', nick: 'bruno', on: true },
    ]);
    expect(await menu().count()).toBe(0);
  });

  it.each(['Bruno', 'BRUNO'])('unmutes who is muted as %s and not in the room', async muted => {
    await chat.receive({ type: 'vocabulary', vocabulary: { ...vocabulary, nicks: ['rui'], muted: [muted] } });
    await nick().click();
    expect(await items()).toEqual(['Mention', 'Private Message', 'Unmute']);
  });

  it('unmutes who is muted under a nick that lines show otherwise', async () => {
    await chat.append(message('x', { id: 'x', nick: 'b⟨U+200B⟩ob' }));
    await chat.receive({ type: 'vocabulary', vocabulary: { ...vocabulary, muted: ['b\u200bob'] } });
    await chat.page.locator('[data-id=x] .nick').click();
    expect((await items()).at(-1)).toBe('Unmute');
  });

  it('mentions: first in an empty prompt, else where the caret is', async () => {
    const mention = async () => {
      await nick().click();
      await menu().getByText('Mention').click();
    };
    await mention();
    expect(await typed()).toBe('bruno: ');
    await chat.input.fill('ask');
    await mention();
    expect(await typed()).toBe('ask bruno ');
    await mention();
    expect(await typed()).toBe('ask bruno bruno ');
    expect(await chat.ask('document.activeElement.id')).toBe('input');
  });

  it('works by keyboard alone, from the line', async () => {
    await chat.press('Shift+Tab', 'ArrowUp', 'Tab', 'Enter');
    expect(await focused()).toBe('Mention');
    await chat.press('ArrowUp');
    expect(await focused()).toBe('Mute');
    await chat.press('ArrowDown', 'End', 'Home', 'ArrowDown');
    expect(await focused()).toBe('Private Message');
    await chat.press('Escape');
    expect(await focused()).toBe('bruno');
    await chat.press('Space', 'Tab');
    expect([await focused(), await menu().count()]).toEqual(['bruno', 0]);
  });

  it('is not there for oneself, nor for who may never have said it', async () => {
    await chat.append(message('old', { isForeign: true, id: 'old' }));
    expect(await chat.page.locator('.nick[data-nick]').count()).toBe(1);
  });

  it('does not open where a selection ends on it', async () => {
    const { x, y, width, height } = (await nick().boundingBox())!;
    await chat.page.mouse.move(x + width + 60, y + height / 2);
    await chat.page.mouse.down();
    await chat.page.mouse.move(x + 4, y + height / 2, { steps: 4 });
    await chat.page.mouse.up();
    expect(await menu().count()).toBe(0);
  });

  it.each([
    [800, 500],
    [300, 200],
    [150, 300],
  ])('stays in sight in %i by %i pixels, also at the last line', async (width, height) => {
    await chat.page.setViewportSize({ width, height });
    await chat.append(
      ...Array.from({ length: 30 }, (_, at) => message('x', { id: `x${at}`, nick: 'carla' })),
    );
    await chat.page.locator('[data-id=x29] .nick').click();
    const box = (await menu().boundingBox())!;
    expect(box.y).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThanOrEqual(height);
    expect(box.x + box.width).toBeLessThanOrEqual(width);
  });

  it('gives the focus to the prompt when its line has gone', async () => {
    await nick().click();
    await chat.receive({ type: 'clear' });
    await chat.press('Escape');
    expect(await chat.ask('document.activeElement.id')).toBe('input');
  });
});

describe('[+] behind the tabs', () => {
  const plus = () => chat.page.getByRole('button', { name: 'New Room or Private Chat' });
  const field = () => chat.page.getByRole('combobox', { name: 'Room or person' });
  const places = () => chat.page.getByRole('listbox', { name: 'Rooms and people' });
  const options = () => places().getByRole('option').allInnerTexts();
  const rooms = [
    { name: '#redes', people: 12, topic: 'cables' },
    { name: '#chat', people: 1, topic: '' },
  ];
  const answer = () => chat.receive({ type: 'places', tab: '#chat', rooms, people: ['bruno', 'rui'] });

  it('stands behind the last tab', async () => {
    const [last, box] = [
      (await chat.page.locator('.tab').last().boundingBox())!,
      (await plus().boundingBox())!,
    ];
    expect(box.x).toBeGreaterThan(last.x + last.width - 2);
    expect(box.x).toBeLessThan(last.x + last.width + 40);
  });

  it('has who is called as typed first, and what is not there yet last', async () => {
    await plus().click();
    await answer();
    await field().fill('bruno');
    expect(await options()).toEqual(['bruno Private chat', 'Enter #bruno']);
    await field().fill('RUI');
    await chat.page.keyboard.press('Enter');
    expect(await chat.posted()).toContainEqual({ type: 'openChat', tab: '#chat', nick: 'rui' });
  });

  it('lists rooms and people, of which a mouse can choose', async () => {
    await plus().click();
    expect(await options()).toEqual([]);
    await answer();
    expect(await options()).toEqual([
      '#redes 12 people · cables',
      '#chat 1 person',
      'bruno Private chat',
      'rui Private chat',
    ]);
    await places().getByText('#redes').click();
    expect(await field().count()).toBe(0);
    await plus().click();
    await answer();
    await places().getByText('rui').click();
    expect(await chat.posted()).toEqual([
      { type: 'wantPlaces', tab: '#chat' },
      { type: 'joinRoom', tab: '#chat', room: '#redes' },
      { type: 'wantPlaces', tab: '#chat' },
      { type: 'openChat', tab: '#chat', nick: 'rui' },
    ]);
    expect(await chat.ask('document.activeElement.id')).toBe('input');
  });

  it.each([
    ['red', ['#redes 12 people · cables', 'Enter #red', 'red Private chat'], '#redes'],
    ['#red', ['#redes 12 people · cables', 'Enter #red'], '#redes'],
    ['#redes', ['#redes 12 people · cables'], '#redes'],
    ['cable', ['#redes 12 people · cables', 'Enter #cable', 'cable Private chat'], '#redes'],
    ['lab', ['Enter #lab', 'lab Private chat'], '#lab'],
    ['&lab', ['Enter &lab'], '&lab'],
    ['two words', [], undefined],
  ])('finds what is typed, or enters it: %s', async (text, expected, joined) => {
    await plus().click();
    await answer();
    await chat.page.keyboard.type(text);
    expect(await options()).toEqual(expected);
    await chat.press('Enter');
    const asked = (await chat.posted()).slice(1);
    expect(asked).toEqual(joined === undefined ? [] : [{ type: 'joinRoom', tab: '#chat', room: joined }]);
  });

  it.each([maxListedPlaces, maxListedPlaces + 1])('lists as many people as it may: %i', async count => {
    const people = Array.from({ length: count }, (_, at) => `p${String(at).padStart(4, '0')}`);
    await plus().click();
    await chat.receive({ type: 'places', tab: '#chat', rooms: [], people });
    expect(await places().getByRole('option').count()).toBe(maxListedPlaces);
    const last = people.at(-1) ?? '';
    await chat.page.keyboard.type(last);
    expect((await options())[0]).toBe(`${last} Private chat`);
  });

  it('keeps what is chosen while the answer comes, by keyboard alone', async () => {
    await plus().focus();
    await chat.press('Enter');
    await chat.page.keyboard.type('ru');
    await chat.press('ArrowDown');
    await answer();
    expect(await places().locator('[aria-selected=true]').innerText()).toBe('ru Private chat');
    await chat.press('ArrowUp', 'ArrowUp', 'Enter');
    expect((await chat.posted()).at(-1)).toEqual({ type: 'openChat', tab: '#chat', nick: 'rui' });
  });

  it('closes with Esc, with a click elsewhere, and where there is no server', async () => {
    await plus().click();
    await chat.press('Escape');
    expect(await field().count()).toBe(0);
    expect(await chat.ask('document.activeElement.ariaLabel')).toBe('New Room or Private Chat');
    await plus().click();
    await plus().click();
    expect(await field().count()).toBe(0);
    await plus().click();
    await chat.page.locator('.screen').click();
    expect(await field().count()).toBe(0);
    await chat.receive({
      type: 'tabs',
      tabs: [tab('PyChat', { id: 'start', kind: 'start' })],
      active: 'start',
    });
    expect(await plus().count()).toBe(0);
    await chat.receive({ type: 'tabs', tabs: [tab('#chat')], active: '#chat' });
    expect(await plus().count()).toBe(1);
    await chat.receive({ type: 'tabs', tabs: [tab('#chat', { over: true })], active: '#chat' });
    expect(await plus().count()).toBe(0);
  });
});

describe('what else the panel offers', () => {
  it('sends a file, where something can be said', async () => {
    const clip = chat.page.getByRole('button', { name: 'Send File…' });
    // The editor opens what is dropped from its explorer without that key, and the page hears nothing of it.
    expect(await clip.getAttribute('title')).toMatch(/^Send File….*Explorer, hold Shift/);
    await clip.click();
    expect(await chat.posted()).toEqual([{ type: 'action', action: 'sendFile' }]);
    const nowhere = [
      tab('a', { kind: 'server' }),
      tab('#chat', { out: true }),
      tab('#chat', { over: true }),
      tab('PyChat', { kind: 'start' }),
    ];
    for (const one of nowhere) {
      await chat.receive({ type: 'tabs', tabs: [one], active: one.id });
      expect(await clip.count()).toBe(0);
    }
  });

  it('searches', async () => {
    await chat.page.getByRole('button', { name: 'Find', exact: true }).click();
    await chat.page.keyboard.type('mine');
    expect(await chat.page.locator('.search .count').innerText()).toBe('1 of 1');
  });

  it('says at the prompt what can be done while there is no room', async () => {
    const actions = [
      { id: 'retry', label: 'Back to #chat' },
      { id: 'host', label: 'Host Chat' },
    ] as const;
    const prompt = { path: 'C:\\PYCHAT\\ANA>', hint: '', actions };
    await chat.receive({ type: 'prompt', prompt });
    const [back, line] = [
      chat.page.getByRole('button', { name: 'Back to #chat' }),
      chat.page.locator('.prompt'),
    ];
    const [button, typing] = [(await back.boundingBox())!, (await line.boundingBox())!];
    expect(button.y - typing.y - typing.height).toBeLessThan(12);
    await chat.input.focus();
    await chat.press('Tab');
    expect(await focused()).toBe('Back to #chat');
    await chat.receive({ type: 'prompt', prompt: { ...prompt, actions: [...actions].reverse() } });
    expect(await focused()).toBe('Back to #chat');
    await chat.press('Enter');
    expect(await chat.posted()).toEqual([{ type: 'action', action: 'retry' }]);
    await chat.receive({ type: 'prompt', prompt: { ...prompt, actions: [] } });
    expect(await chat.ask('document.activeElement.id')).toBe('input');
  });

  it('lets an invitation be taken', async () => {
    const text = 'bruno invites you to #redes.';
    await chat.append({ kind: 'note', id: 'i', at: 0, text, tone: 'info', invitation: '#redes' });
    await chat.page.getByRole('button', { name: 'Join #redes' }).click();
    expect(await chat.posted()).toEqual([{ type: 'joinRoom', tab: '#chat', room: '#redes' }]);
  });

  it('marks the tab of a room that we are not in', async () => {
    await chat.receive({ type: 'tabs', tabs: [tab('#chat'), tab('#redes', { out: true })], active: '#chat' });
    const name = '#redes, you are not in this room';
    expect(await chat.page.getByRole('tab', { name }).innerText()).toMatch(/#redes.*✗/s);
  });
});
