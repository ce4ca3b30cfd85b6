import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { maxReactionKinds, maxReactionPeople } from '../../src/conversation/tabs/reactions.ts';
import { maxOpenTabs } from '../../src/conversation/limits.ts';
import type { ChatEvent, FileOffer } from '../../src/chat/event.ts';
import { parseFileOffer } from '../../src/chat/fileOffer.ts';
import { locationKey } from '../../src/chat/locations.ts';
import { type ChatPage, message, note, type PageMaker, startBrowser, tab } from './chatPage.ts';
import { blocks } from './corpus/blocks.ts';
import { Guard } from './corpus/guard.ts';
import { HostWindow } from './corpus/hostWindow.ts';
import { fileNames, locations, nicks, rooms } from './corpus/names.ts';
import { addresses, characters, markup, monsters } from './corpus/texts.ts';

const texts = [...markup, ...addresses, ...characters, ...locations];
const nick = (index: number): string => (nicks[index % nicks.length] ?? '').slice(0, 128);

const anyOffer: FileOffer = {
  ...{ id: 'x', secret: 'y', name: 'x' },
  size: Number.MAX_SAFE_INTEGER,
  hash: 'a'.repeat(64),
};

let pages: PageMaker;
let chat: ChatPage;
let guard: Guard;
let host: HostWindow;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
afterEach(async () => {
  expect(await guard.wrong()).toEqual([]);
  await guard.useAgain();
  await chat.close();
});

/** Opens a page on a window of the host's; high, so that much is drawn at once. */
async function open(width = 800, height = 2_000): Promise<void> {
  chat = await pages.open({}, { viewport: { width, height } });
  guard = new Guard(chat);
  host = new HostWindow();
  await host.deliver(chat);
}

/** Shows what the host was told, and goes through all of it. */
async function goThrough(): Promise<Map<string, string>> {
  await host.deliver(chat);
  return guard.walk();
}

/** Presses all in sight that was not pressed before, but what leads elsewhere in the log. */
const press = `(window.pressed ??= new Set(),
  document.querySelectorAll('.log :is(button:not(.quote-jump), [role="link"])').forEach(one => {
    if (!pressed.has(one)) one.click();
    pressed.add(one);
  }))`;

/** A file over the page, or away from it again. */
const drag = (type: string): string => `(dataTransfer => {
  dataTransfer.items.add(new File([], 'x'));
  document.body.dispatchEvent(new DragEvent('${type}', { dataTransfer, bubbles: true, cancelable: true }));
})(new DataTransfer())`;

describe('what strangers send', () => {
  it('stands in the lines, letter by letter', async () => {
    await open();
    texts.forEach((text, index) => {
      const form = (['say', 'action', 'notice'] as const)[index % 3] ?? 'say';
      host.say(text, { nick: nick(index), form, earlier: index % 2 === 0 });
      host.say(`ana: ${text}\n${text}`, {
        nick: nick(index + 1),
        target: index % 5 === 0 ? nick(index) : '#chat',
      });
    });
    await Promise.resolve();
    expect(await goThrough()).toEqual(host.texts());
    expect(host.texts().size).toBeGreaterThan(texts.length);
    await chat.page.setViewportSize({ width: 300, height: 2_000 });
    await guard.walk();
  });

  it('stands in quotes, under signs, and in the place of what was taken back', async () => {
    await open();
    [...texts, ...nicks].forEach((text, index) => {
      const msgid = host.say(text, { nick: nick(index) });
      host.say('so?', { replyTo: msgid, nick: nick(index + 1) });
      const about = { target: '#chat', msgid } as const;
      for (const reaction of [text.slice(0, 32), text.slice(0, 8), '+1']) {
        host.receive({
          type: 'reaction',
          ...about,
          nick: nick(index + 2),
          reaction,
          removed: false,
          own: false,
        });
      }
      const reason = text.slice(0, 2_048);
      if (index % 2 === 0) host.receive({ type: 'redacted', ...about, by: nick(index + 3), reason });
    });
    await goThrough();
    expect(await chat.page.locator('.quote-jump').count()).toBeGreaterThan(0);
    expect(await chat.page.locator('.reaction').count()).toBeGreaterThan(0);
    expect(await chat.page.locator('.redacted').count()).toBeGreaterThan(0);
  });

  it('stands in notes', async () => {
    await open();
    [...texts, ...nicks].forEach((text, index) => {
      const [by, to, at] = [nick(index), nick(index + 1), index];
      const [reason, room] = [text.slice(0, 2_048), rooms[index % rooms.length] ?? ''];
      const here = { target: '#chat', at, nick: by } as const;
      const numeric = index % 4 === 0 ? '403' : '999';
      const even: readonly ChatEvent[] = [
        { type: 'joined', ...here, own: false },
        { type: 'left', ...here, how: 'quit', reason, own: false },
        { type: 'topic', target: '#chat', at, text: reason, by },
        { type: 'refused', at, numeric, params: [reason.slice(0, 128), reason] },
      ];
      const odd: readonly ChatEvent[] = [
        { type: 'left', ...here, how: 'kick', by: to, reason, own: false },
        { type: 'renamed', at, nick: by, to, own: false, rooms: ['#chat'] },
        { type: 'invited', at, nick: by, room },
        { type: 'serverSaid', at, text: reason },
      ];
      host.receive(...(index % 2 === 0 ? even : odd));
    });
    host.receive({ type: 'notEntered', target: '#chat', at: 0, numeric: '999', text: texts.join('') });
    expect(await goThrough()).toEqual(host.texts());
  });

  it('names tabs, banners, prompts, and whoever types or can be completed, also in a narrow panel', async () => {
    await open(300, 500);
    host.server.nicks = nicks;
    const names = [...rooms.slice(0, 20), ...nicks.slice(-8), ...characters].map(name => name.slice(0, 128));
    for (const [index, target] of ['#chat', ...names.slice(0, maxOpenTabs - 1)].entries()) {
      if (index > 20) host.say('x', { target, nick: target });
      else if (index > 0) host.receive({ type: 'joined', target, at: 0, nick: 'ana', own: true });
      host.server.subject = `${texts[index] ?? ''} ${characters[index % characters.length]?.repeat(9) ?? ''}`;
      for (const who of [index, index + 1]) {
        host.receive({ type: 'typing', target, nick: nick(who), state: 'active' });
      }
      host.openAt(index);
      await host.deliver(chat);
      await chat.ask(drag('dragover'));
      expect(await guard.wrong()).toEqual([]);
      await chat.ask(drag('dragleave'));
    }
    expect(await chat.page.getByRole('tab').count()).toBe(maxOpenTabs);
  });

  it('is called a file', async () => {
    await open();
    const states = ['offered', 'moving', 'paused', 'failed', 'done'] as const;
    fileNames.forEach((name, index) => {
      const parsed = parseFileOffer(`x y ${anyOffer.size} ${anyOffer.hash} ${name}`) ?? { ...anyOffer, name };
      const offer = { ...parsed, id: `offer-${index}` };
      const id = host.say(name, { file: offer, nick: nick(index) });
      const file = host.fileOf(id);
      const state = states[index % states.length] ?? 'failed';
      if (file) host.change(offer.id, { ...file, state, moved: index });
    });
    await goThrough();
    const shown = await chat.page.locator('.file-name').allTextContents();
    expect(shown.join('')).not.toMatch(/[/\\]/);
  });

  it('stands in blocks of code, whatever the language, the place and the patch', async () => {
    await open();
    for (const block of blocks) host.say(`look:\n${block}`, { nick: 'mallory' });
    expect([...(await goThrough()).keys()]).toEqual([...host.texts().keys()]);
    const asked = (await chat.posted()).flatMap(one => (one.type === 'checkLocations' ? one.locations : []));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter(({ path }) => /^(?:[/\\~]|\w+:)|(?:^|\/)\.\.(?:\/|$)|\0/.test(path))).toEqual([]);
    const states = Object.fromEntries(asked.map(location => [locationKey(location), 'changed' as const]));
    await chat.receive({ type: 'locations', states });
    expect(await chat.page.getByRole('img', { name: 'Different in your copy' }).count()).toBeGreaterThan(0);
  });

  it('can be pressed wherever it can, and leads nowhere by itself', async () => {
    await open();
    for (const text of [...addresses, ...locations, ...blocks.slice(0, 150)]) {
      const msgid = host.say(text);
      host.say('so?', { replyTo: msgid });
    }
    await host.deliver(chat);
    await guard.walk(press);
    expect(await chat.ask('pressed.size')).toBeGreaterThan(100);
    const hrefs = (await chat.posted()).flatMap(one => (one.type === 'openLink' ? [one.href] : []));
    expect(hrefs.length).toBeGreaterThan(20);
    expect(hrefs.filter(href => !/^(?:https?:|mailto:)$/.test(new URL(href).protocol))).toEqual([]);
    const links = `[...document.querySelectorAll('.link')].filter(one => one.title !== one.textContent).length`;
    expect(await chat.ask(links)).toBe(0);
  });

  it('is read out as text', async () => {
    await open();
    for (let from = 0; from < markup.length; from += 25) {
      markup.slice(from, from + 5).forEach((text, index) => host.say(text, { nick: nick(from + index) }));
      await host.deliver(chat);
      await chat.page.locator('.spoken div').nth(4).waitFor({ state: 'attached' });
      expect(await guard.wrong()).toEqual([]);
      await chat.ask(`document.querySelector('.spoken').replaceChildren()`);
    }
  });
});

describe('10,000 reactions', () => {
  const react = (msgid: string, sign: (index: number) => string, by: (index: number) => string): void => {
    for (let index = 0; index < 10_000; index += 1) {
      const reaction = { target: '#chat', msgid, nick: by(index), reaction: sign(index) } as const;
      host.receive({ type: 'reaction', ...reaction, removed: false, own: false });
    }
  };

  it('to one line are told as few, and leave the lines around it where they are', async () => {
    await open(800, 500);
    const ids = ['before', 'of few signs', 'of many signs', 'of many people', 'after'].map(text =>
      host.say(text),
    );
    await host.deliver(chat);
    const [, few = '', many = '', people = ''] = ids;
    react(
      few,
      at => `s${Math.floor(at / 500)}`,
      at => `n${at % 500}`,
    );
    react(many, at => `${at}`, nick);
    react(
      people,
      () => '👍',
      at => `${at}${nick(at)}`,
    );
    await host.deliver(chat);
    const counts = (index: number) => chat.lines.nth(index).locator('.reaction-count').allTextContents();
    expect(await counts(1)).toEqual(Array.from({ length: maxReactionPeople / 500 }, () => '500'));
    expect(await counts(2)).toEqual(Array.from({ length: maxReactionKinds }, () => '1'));
    expect(await counts(3)).toEqual([String(maxReactionPeople)]);
    expect(await guard.wrong()).toEqual([]);
    expect((await chat.lines.last().boundingBox())!.height).toBeLessThan(30);
  });
});

describe('a monstrous text', () => {
  it.each(monsters)('of %s leaves the lines around it alone', async (_, text) => {
    await open(800, 400);
    await chat.ask(`document.body.style.lineHeight = '20px'`);
    const [before, monster] = [host.say('before'), host.say(text), host.say('after')];
    await host.deliver(chat);
    expect(await guard.wrong()).toEqual([]);
    expect(await guard.paintsOutside(`[data-id="${monster}"]`)).toBe(false);
    await chat.scrollTo(0);
    expect(await chat.lines.first().getAttribute('data-id')).toBe(before);
    expect(await guard.paintsOutside(`[data-id="${monster}"]`)).toBe(false);
  });

  it.each([
    ['above', '\u0e47'],
    ['below', '\u0f74'],
  ])('with its marks %s keeps to its place in everything else, too', async (_, mark) => {
    await open(800, 500);
    await chat.ask(`document.body.style.lineHeight = '20px'`);
    const tall = `W${mark.repeat(126)}`;
    const here = { target: `#${tall}`, nick: tall } as const;
    host.server.subject = tall.repeat(10);
    host.receive({ type: 'joined', ...here, at: 0, own: true });
    host.openAt(1);
    const msgid = host.say(tall, here);
    host.say('x', { ...here, replyTo: msgid });
    host.receive({
      type: 'reaction',
      ...here,
      msgid,
      reaction: tall.slice(0, 32),
      removed: false,
      own: false,
    });
    host.say('x', { ...here, file: { ...anyOffer, name: tall } });
    const code = host.say(`src/${tall}.ts:1\n\`\`\`${tall.slice(0, 40)}\n${tall}\n\`\`\``, here);
    host.receive({ type: 'typing', ...here, state: 'active' });
    await host.deliver(chat);
    await chat.page.keyboard.insertText(tall);
    await chat.press('Enter');
    await chat.ask(`document.querySelector('[data-id="${msgid}"]').focus()`);
    await chat.press('r');
    await chat.page.keyboard.insertText('W');
    await chat.drawn();
    const places = ['.tab', '.tab:last-child', '.banner .row:nth-child(3)', '.banner .row:nth-child(4)'];
    places.push('.quote', '.reactions', '.file', '.code-body', `[data-id="${code}"]`);
    places.push('.path', '.answering', '.typing', '.field');
    const outside: string[] = [];
    for (const place of places) if (await guard.paintsOutside(place)) outside.push(place);
    expect(outside).toEqual([]);
  });
});

describe('what is typed', () => {
  const typed = [...markup, ...characters, ...addresses];

  it('or pasted stands in the prompt, in the list of F7, and goes out as it is', async () => {
    await open(800, 500);
    for (const text of typed) {
      await chat.ask(`document.querySelector('#input').focus()`);
      await chat.page.keyboard.insertText(text.slice(0, 2_000));
      await chat.press('Enter', 'Escape');
    }
    await chat.press('F7');
    expect(await chat.page.getByRole('option').count()).toBe(50);
    expect(await guard.wrong(false)).toEqual([]);
    await chat.press('ArrowRight');
    expect(await chat.input.inputValue()).toContain('http://http://');
  });

  it('is completed to names as they are', async () => {
    await open(800, 500);
    host.server.nicks = nicks;
    host.receive({ type: 'membersChanged', target: '#chat' });
    await host.deliver(chat);
    const completed = new Set<string>();
    for (const name of nicks.filter(one => !/[\s\p{C}\p{DI}]/u.test(one))) {
      await chat.ask(`document.querySelector('#input').focus()`);
      await chat.page.keyboard.insertText(name.slice(0, 3));
      expect(await guard.wrong()).toEqual([]);
      await chat.press('Tab');
      completed.add(await chat.input.inputValue());
      await chat.press('Escape');
    }
    const names = new Set(nicks.map(one => `${one}: `));
    expect([...completed].filter(one => names.has(one)).length).toBeGreaterThan(15);
  });

  it('answers and looks for what strangers said', async () => {
    await open();
    const said = [...markup, ...characters].map(
      (text, index) => [host.say(text, { nick: nick(index) }), text] as const,
    );
    await host.deliver(chat);
    for (const [id] of said) {
      const shown = await chat.ask<boolean>(`(line => {
        if (!line) return false;
        line.focus();
        line.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', bubbles: true, cancelable: true }));
        return document.querySelector('.answering .words').textContent !== '';
      })(document.querySelector('[data-id="${id}"]'))`);
      expect(shown).toBe(true);
      expect(await guard.wrong()).toEqual([]);
    }
    await chat.press('Control+f');
    for (const text of markup.filter(one => !/[\n\0\u2028]/.test(one))) {
      await chat.page.locator('.search input').fill(text.slice(0, 200));
      expect(await chat.page.locator('.search .count').textContent()).toMatch(/^\d+ of \d+$/);
      expect(await guard.wrong()).toEqual([]);
    }
    await chat.press('Escape');
  });
});

describe('what the host would have to have made safe', () => {
  it('is harmless in the page by itself', async () => {
    await open();
    for (const text of [...markup, ...addresses, ...characters]) {
      const line = message(text, {
        ...{ nick: text, privateWith: text, id: text },
        quote: { id: text, nick: text, text },
        reactions: [{ reaction: text, count: 1, own: false, nicks: [text, text] }],
        file: { name: text, size: -1, moved: Number.MAX_VALUE, state: 'failed', note: text },
      });
      const redacted = message('', { redacted: { by: text, reason: text } });
      await chat.snapshot(
        {
          lines: [line, redacted, note(text, 'error'), message(`${text}:1\n\`\`\`${text}\n${text}\n\`\`\``)],
          banner: {
            title: text,
            rows: [text],
            vital: [text],
            actions: [{ id: 'host', label: text.slice(0, 20) }],
          },
          prompt: {
            path: text.slice(0, 200),
            hint: text.slice(0, 200),
            actions: [{ id: 'join', label: text.slice(0, 20) }],
          },
          typing: [text, text],
          firstNew: text,
        },
        {
          tabs: [tab('#chat'), tab(text, { mentions: 1 })],
          vocabulary: { nicks: [text], rooms: [text], own: text, muted: [text] },
          commands: [{ name: text, group: text, usage: text, help: text, args: [[text]] }],
        },
      );
      expect(await guard.wrong(false)).toEqual([]);
    }
    await chat.snapshot();
  });
});
