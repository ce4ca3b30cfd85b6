import type { CommandWords } from '../../protocol.ts';
import { element } from '../element.ts';
import { OptionList } from '../optionList.ts';
import type { TextField } from '../prompt/field.ts';
import { t } from '../words.ts';

/** A line that is the beginning of a command: a slash, and none of what follows the name. */
const beginning = /^\/([^\s/]*)$/;

/** Keys that move the caret while nothing is chosen, and not through the list. */
const caretKeys = ['Home', 'End'];

/**
 * The commands that begin with what is typed after a slash, over the prompt, each with what it does. Nothing is chosen at
 * first: Enter runs what was typed. What is chosen with the arrow keys or the mouse is put into the prompt.
 */
export class CommandList {
  /** Told to screen readers: the focus stays in the prompt. */
  readonly status = element('div', 'spoken', '', { role: 'status' });
  readonly #field: TextField;
  readonly #list: OptionList;
  #commands: readonly CommandWords[] = [];
  #shown: readonly CommandWords[] = [];

  constructor(field: TextField) {
    this.#field = field;
    this.#list = new OptionList('commands', at => this.#take(at), field.input);
    // It scrolls, so it has to be focusable; it is closed before the Tab key would reach it.
    this.view.tabIndex = 0;
    field.input.addEventListener('blur', () => this.close());
  }

  get view(): HTMLElement {
    return this.#list.view;
  }

  learn(commands: readonly CommandWords[]): void {
    this.#commands = commands;
  }

  /** Opens, filters or closes after the text was edited. */
  edited(): void {
    const typed = this.#field.isAtEnd ? beginning.exec(this.#field.text)?.[1] : undefined;
    const matches = typed === undefined ? [] : matching(typed.toLowerCase(), this.#commands);
    if (matches.length === 0 || this.#field.isComposing) {
      this.close();
      return;
    }
    this.#shown = matches;
    this.view.ariaLabel = t('Commands');
    this.status.textContent = t('Commands: {count}', { count: matches.length });
    this.#list.show(groupViews(matches), -1);
  }

  close(): void {
    if (!this.#list.isOpen) return;
    this.#list.hide();
    this.status.textContent = '';
  }

  /** @returns whether the key was for the list */
  pressed({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean {
    if (!this.#list.isOpen) return false;
    if (shiftKey) {
      if (key === 'Tab') this.close();
      return false;
    }
    if (key === 'Escape') this.close();
    else if (key === 'Enter' || key === 'Tab') return this.#list.at >= 0 && this.#take(this.#list.at);
    else return !caretKeys.includes(key) && this.#list.move(key);
    return true;
  }

  #take(at: number): true {
    const command = this.#shown[at];
    const { text } = this.#field;
    if (command) this.#field.replace(`/${command.name}${command.usage === '' ? '' : ' '}`, 0, text.length);
    this.close();
    return true;
  }
}

/** Those whose name begins so; where there are none, those that say it in what they do. */
function matching(typed: string, all: readonly CommandWords[]): readonly CommandWords[] {
  if (typed === '') return all.filter(({ isAlias }) => isAlias !== true);
  const named = all.filter(({ name }) => name.toLowerCase().startsWith(typed));
  return named.length > 0
    ? named
    : all.filter(one => one.isAlias !== true && one.help.toLowerCase().includes(typed));
}

/** One after the other as they come: those of a group stand together. */
function groupViews(commands: readonly CommandWords[]): HTMLElement[] {
  const views: HTMLElement[] = [];
  for (const command of commands) {
    let view = views.at(-1);
    if (view?.ariaLabel !== command.group) {
      view = element('div', 'group', '', { role: 'group', ariaLabel: command.group });
      view.append(element('div', 'group-title', command.group, { role: 'presentation' }));
      views.push(view);
    }
    view.append(optionView(command));
  }
  return views;
}

function optionView({ name, usage, help }: CommandWords): HTMLElement {
  const view = element('div', 'option', '', { role: 'option' });
  const typed = element('span', 'command', `/${name}`);
  if (usage !== '') typed.append(' ', element('span', 'usage', usage));
  view.append(typed, ' ', element('span', 'help', help));
  return view;
}
