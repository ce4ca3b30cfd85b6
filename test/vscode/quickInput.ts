import type { Locator, Page } from 'playwright-core';

/** One row of a quick pick, as it reads. */
export interface QuickPickRow {
  readonly label: string;
  readonly description: string;
}

/** The editor's input at the top: command palette, quick picks, input boxes. Every method waits for what it needs. */
export class QuickInput {
  readonly widget: Locator;
  readonly input: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
  }

  isOpen(): Promise<boolean> {
    return this.widget.isVisible();
  }

  async title(): Promise<string> {
    await this.input.waitFor();
    const title = this.widget.locator('.quick-input-title');
    return (await title.isVisible()) ? title.innerText() : '';
  }

  async placeholder(): Promise<string> {
    await this.input.waitFor();
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  async value(): Promise<string> {
    await this.input.waitFor();
    return this.input.inputValue();
  }

  /** The line below an input box: its prompt, or what validation says about the text typed so far. */
  async message(): Promise<string> {
    await this.input.waitFor();
    const message = this.widget.locator('.quick-input-message');
    return (await message.isVisible()) ? message.innerText() : '';
  }

  /** Whether the text typed so far is refused. */
  async isRefused(): Promise<boolean> {
    return (await this.widget.locator('.monaco-inputbox.error').count()) > 0;
  }

  /** The rows in sight. */
  async rows(): Promise<QuickPickRow[]> {
    await this.input.waitFor();
    const rows = await this.widget.locator('.quick-input-list .monaco-list-row').all();
    return Promise.all(rows.map(readRow));
  }

  row(label: string): Locator {
    const name = this.#page.locator('.quick-input-list-row:first-child .label-name', {
      hasText: exactly(label),
    });
    return this.widget.locator('.quick-input-list .monaco-list-row', { has: name }).first();
  }

  /** Replaces what is typed. */
  async type(text: string): Promise<void> {
    await this.input.waitFor();
    await this.input.fill(text);
  }

  /** Replaces what is typed; false when the input goes away instead. */
  types(text: string): Promise<boolean> {
    return this.input.fill(text, { timeout: 1000 }).then(
      () => true,
      () => false,
    );
  }

  async pick(label: string): Promise<void> {
    await this.row(label).click();
  }

  /** Types an answer into an input box and confirms it. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.input.press('Escape');
    await this.widget.waitFor({ state: 'hidden' });
  }
}

async function readRow(row: Locator): Promise<QuickPickRow> {
  const text = async (selector: string): Promise<string> => {
    const found = row.locator(selector).first();
    return (await found.count()) > 0 ? (await found.innerText()).trim() : '';
  };
  return { label: await text('.label-name'), description: await text('.label-description') };
}

const exactly = (text: string): RegExp =>
  new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
