import type { Locator } from 'playwright-core';
import type { ChatWindow } from './chatWindow.ts';

/** How often a key is pressed to get somewhere before it is plain that it does not lead there. */
const maxSteps = 60;

/** What the focus is on, as a screen reader would name it; in a list, its active option. */
const focusedName = `(() => {
  const { activeElement } = document;
  const id = activeElement?.getAttribute('aria-activedescendant');
  const at = (id && document.getElementById(id)) || activeElement;
  return at?.ariaLabel || at?.textContent || '';
})()`;

/** The hands of somebody who has no mouse. */
export class Keys {
  readonly window: ChatWindow;

  constructor(window: ChatWindow) {
    this.window = window;
  }

  async press(...keys: string[]): Promise<void> {
    await this.window.press(...keys);
  }

  /** A command from the palette. */
  async run(title: string): Promise<void> {
    const { editor } = this.window;
    await editor.findCommand(title);
    await this.pick(title);
  }

  /** The chat in front, with the focus in its prompt. */
  async showChat(): Promise<void> {
    const { window } = this;
    // Where it has the focus already, the chord would give it that once more, at some later time.
    if ((await window.panel.locator('body').isVisible()) && (await window.promptHasFocus())) return;
    await this.press('ControlOrMeta+K', 'h');
    await this.window.untilPromptHasFocus();
  }

  /** Presses a key until the focus of the page is on what has this name. */
  async goTo(key: string, name: string): Promise<void> {
    await this.#step(key, async () => (await this.#focused()) === name);
  }

  /** Goes down the list of the page that is open. */
  async goToOption(text: string): Promise<void> {
    await this.#step('ArrowDown', async () => (await this.#focused()).includes(text));
  }

  /** The last line with this in it, from wherever the focus is. */
  async goToLine(text: string): Promise<void> {
    await this.showChat();
    const isOnLine = (): Promise<boolean> =>
      this.window.panel.locator('body').evaluate(() => document.activeElement?.matches('.line') === true);
    await this.#step('Shift+Tab', isOnLine);
    await this.#step('ArrowUp', async () => (await this.#focused()).includes(text));
  }

  /** Goes down a list or tree of the editor's. */
  async goToRow(part: string, text: string): Promise<void> {
    const { page } = this.window.editor;
    await page.locator(`${part} .monaco-list-row`, { hasText: text }).first().waitFor();
    await this.#until('ArrowDown', page.locator(`${part} .monaco-list-row.focused`, { hasText: text }));
  }

  /** Takes a row of a quick pick. */
  async pick(label: string): Promise<void> {
    const { quickInput } = this.window.editor;
    const row = quickInput.row(label);
    await row.waitFor();
    await this.#step('ArrowDown', async () => ((await row.getAttribute('class')) ?? '').includes('focused'));
    await this.press('Enter');
    await row.waitFor({ state: 'hidden' });
  }

  /** Opens the menu of what has the focus in the editor, and takes an item of it. */
  async takeFromMenu(label: string): Promise<void> {
    await this.press('Shift+F10');
    await this.take(label);
  }

  /** Takes an item of the editor's menu that is open. */
  async take(label: string): Promise<void> {
    const { page } = this.window.editor;
    await page.getByRole('menuitem', { name: label, exact: true }).waitFor();
    await this.#until(
      'ArrowDown',
      page.locator('.action-item.focused, .monaco-list-row.focused', { hasText: label }),
    );
    await this.press('Enter');
  }

  async #focused(): Promise<string> {
    const name: string = await this.window.panel.locator('body').evaluate(focusedName);
    return name;
  }

  async #until(key: string, there: Locator): Promise<void> {
    await this.#step(key, async () => (await there.count()) > 0);
  }

  async #step(key: string, isThere: () => Promise<boolean>): Promise<void> {
    for (let steps = 0; steps < maxSteps; steps++) {
      if (await isThere()) return;
      await this.press(key);
    }
    throw new Error(`${key} does not lead there; the focus is on "${await this.#focused()}".`);
  }
}
