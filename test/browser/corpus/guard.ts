import { expect } from 'vitest';
import { parseFromWebview } from '../../../src/panel/parseFromWebview.ts';
import { type ChatPage, message } from '../chatPage.ts';

/** The files of the page itself. */
const ownFiles = /^https:\/\/page\.test\/(?:[\w-]+\.js|media\/\w+\.css|dist\/fonts\/[\w.-]+)$/;

/** All elements and attributes that the page ever makes, but those whose values are names of the host's own: they may hold anything. */
const elements =
  'html head meta title link body main script div span bdi button header h1 time label input textarea code';
const attributes =
  'class role title style hidden dir tabindex type draggable datetime name content charset http-equiv lang rel href src nonce ' +
  'rows spellcheck autocapitalize placeholder maxlength for disabled autocomplete data-nick data-numbers data-tone data-state data-action data-part ' +
  'data-delivery data-key';
const hostsOwn = 'data-id data-tab id aria-labelledby aria-activedescendant';

/**
 * What is wrong with the page as it stands: elements and attributes that it does not make, characters that must not be shown,
 * and what has lost its place.
 */
const survey = `(isVisible => {
  const wrong = new Set();
  const elements = new Set('${elements}'.split(' '));
  const attributes = new Set('${attributes}'.split(' '));
  const hostsOwn = new Set('${hostsOwn}'.split(' '));
  const unsafe = /(?![\\t\\n])[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u061c\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb]/u;
  const read = (text, where) => isVisible && unsafe.test(text) && wrong.add('unsafe character in ' + where);
  for (const one of document.querySelectorAll('*')) {
    if (one.closest('.clip > svg')) continue;
    const isOurs = one.namespaceURI === 'http://www.w3.org/1999/xhtml' && elements.has(one.localName);
    if (!isOurs || one.shadowRoot) wrong.add('element ' + one.localName);
    for (const { name, value } of one.attributes) {
      if (hostsOwn.has(name)) continue;
      if (!attributes.has(name) && !name.startsWith('aria-')) wrong.add('attribute ' + name);
      if (name === 'style' && /url|expression|@/i.test(value)) wrong.add('style ' + value);
      read(value, name);
    }
  }
  if (document.scripts.length !== 1 || document.styleSheets.length !== document.querySelectorAll('link').length)
    wrong.add('a script or a style');
  const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  while (texts.nextNode()) {
    if (texts.currentNode.nodeType === Node.COMMENT_NODE) wrong.add('comment');
    read(texts.currentNode.data, texts.currentNode.parentElement?.className ?? 'nothing');
  }
  const box = selector => document.querySelector(selector)?.getBoundingClientRect();
  const root = document.scrollingElement;
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) wrong.add('the page scrolls');
  const screen = document.querySelector('.screen');
  if (screen.scrollWidth > screen.clientWidth) wrong.add('the log scrolls sideways');
  const around = screen.getBoundingClientRect();
  let last = -Infinity;
  for (const line of document.querySelectorAll('.log .line')) {
    const { top, bottom, left, right } = line.getBoundingClientRect();
    if (top < last - 0.5) wrong.add('lines stand over each other');
    if (left < around.left - 0.5 || right > around.right + 0.5) wrong.add('a line is too wide');
    last = bottom;
  }
  const input = box('.input');
  if (input.width < 50 || box('.prompt').bottom > innerHeight + 0.5 || box('.field').height < 10) wrong.add('no room to type');
  if (around.height < 40) wrong.add('no room to read');
  return [...wrong];
})`;

/** Notes all that a page must never do, whatever is said to it. */
export class Guard {
  readonly #chat: ChatPage;
  readonly #seen = new Set<string>();

  constructor(chat: ChatPage) {
    this.#chat = chat;
    const { page } = chat;
    page.on('request', request => {
      if (!ownFiles.test(request.url())) this.#seen.add(`request ${request.url().slice(0, 80)}`);
    });
    page.on('dialog', dialog => {
      this.#seen.add('dialog');
      void dialog.dismiss();
    });
    page.on('framenavigated', () => this.#seen.add('navigation'));
    page.on('frameattached', () => this.#seen.add('frame'));
    page.on('websocket', () => this.#seen.add('socket'));
    page.on('worker', () => this.#seen.add('worker'));
    page.on('download', () => this.#seen.add('download'));
    page.context().on('page', () => this.#seen.add('another page'));
  }

  /** All that was wrong so far, and is now. @param isVisible what is shown went through the host, which marks what cannot be seen */
  async wrong(isVisible = true): Promise<string[]> {
    for (const one of await this.#chat.ask<string[]>(`${survey}(${isVisible})`)) this.#seen.add(one);
    for (const one of await this.#chat.complaints()) this.#seen.add(one);
    for (const one of await this.#chat.ask<unknown[]>('posted')) {
      if (parseFromWebview(one) === undefined) this.#seen.add(`posted ${JSON.stringify(one).slice(0, 80)}`);
    }
    return [...this.#seen];
  }

  /**
   * Goes through the whole log, looking at everything on the way.
   *
   * @param also an expression for each place on the way
   * @returns what stands in each line, by its id
   */
  async walk(also = ''): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const drawn = `[...document.querySelectorAll('.line')].map(line => [line.dataset.id, line.querySelector('.text').textContent])`;
    const next = `(one => one.scrollTop + one.clientHeight)(document.querySelector('.screen'))`;
    await this.#chat.scrollTo(0);
    for (;;) {
      await this.wrong();
      for (const [id, text] of await this.#chat.ask<[string, string][]>(drawn)) found.set(id, text);
      if (also !== '') await this.#chat.ask(also);
      if (await this.#chat.isAtEnd()) return found;
      await this.#chat.scrollTo(await this.#chat.ask(next));
    }
  }

  /** Whether anything is painted outside of an element: the picture without what is in it would be another one. */
  async paintsOutside(selector: string): Promise<boolean> {
    const { page } = this.#chat;
    const place = JSON.stringify(selector);
    const show = (visibility: string) =>
      this.#chat.ask(`document.querySelector(${place}).style.visibility = '${visibility}'`);
    const picture = () => page.screenshot({ animations: 'disabled', mask: [page.locator(selector).first()] });
    const seen = await picture();
    await show('hidden');
    const alone = await picture();
    await show('');
    return !seen.equals(alone);
  }

  /** Whoever types is heard, and what comes next is seen. */
  async useAgain(): Promise<void> {
    const chat = this.#chat;
    await chat.ask(`document.querySelector('#input').focus()`);
    await chat.press('Escape', 'Escape');
    await chat.page.keyboard.insertText('still here');
    await chat.press('Enter');
    const sent = (await chat.posted()).findLast(({ type }) => type === 'submit');
    expect(sent).toMatchObject({ text: 'still here' });
    await chat.append(message('and so am I'));
    expect(await chat.isAtEnd()).toBe(true);
    expect(await chat.lines.last().innerText()).toContain('and so am I');
  }
}
