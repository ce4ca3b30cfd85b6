import type { Line } from '../../../chat/line.ts';
import type { Clock } from '../../../common/clock.ts';
import type { Disposable } from '../../../common/dispose.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';
import { maxSpokenCharacters, maxSpokenLines } from './limits.ts';
import { lineText } from '../../../chat/lineText.ts';

/** New lines are gathered for so long before they are read out. */
const gatheringMs = 500;
/** After this, what was read out is removed: a screen reader that walks through the page must not find it twice. */
const stayingMs = 5_000;

/**
 * Has new lines read out by a screen reader. The log itself is no live region: what scrolling draws would be read out
 * as well. What is read out stands in a place of its own that cannot be seen, a few lines at a time.
 */
export class Announcer {
  readonly view = element('div', 'spoken', '', { ariaLive: 'polite' });
  readonly #clock: Clock;
  #lines: Line[] = [];
  #count = 0;
  #timer: Disposable | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  say(lines: readonly Line[]): void {
    const news = lines.filter(isNews);
    if (news.length === 0) return;
    this.#lines = [...this.#lines, ...news.slice(-maxSpokenLines)].slice(-maxSpokenLines);
    this.#count += news.length;
    if (this.#count === news.length) this.#after(gatheringMs, () => this.#speak());
  }

  /** Says nothing of what was not said yet. */
  hush(): void {
    this.#timer?.dispose();
    this.#empty();
  }

  #speak(): void {
    const left = this.#count - this.#lines.length;
    const texts = this.#lines.map(line => lineText(line, t).slice(0, maxSpokenCharacters).toWellFormed());
    if (left > 0) texts.unshift(t('{count} new lines', { count: this.#count }));
    this.view.replaceChildren(...texts.map(text => element('div', '', text)));
    this.#lines = [];
    this.#count = 0;
    this.#after(stayingMs, () => this.#empty());
  }

  #empty(): void {
    this.view.replaceChildren();
    this.#lines = [];
    this.#count = 0;
  }

  #after(ms: number, task: () => void): void {
    this.#timer?.dispose();
    this.#timer = this.#clock.after(ms, task);
  }
}

/** Not what was said before, and not what the user has just typed. */
function isNews(line: Line): boolean {
  return line.kind === 'note' ? line.voice !== 'typed' : line.earlier !== true;
}
