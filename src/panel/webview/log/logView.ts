import type { Line, LineChange } from '../../../chat/line.ts';
import { type Clock, systemClock } from '../../../common/clock.ts';
import type { LocationState } from '../../protocol.ts';
import { element } from '../element.ts';
import type { LineActions } from '../line/lineActions.ts';
import { showLocations } from '../line/lineView.ts';
import { t } from '../words.ts';
import { copyLines } from './copying.ts';
import { NextFrame } from './nextFrame.ts';
import { type LogParts, makeParts } from './parts.ts';
import type { Found } from './search.ts';
import { Seen } from './seen.ts';
import { TopRow } from './topRow.ts';

/** What the log asks of the page. */
interface LogOptions {
  /** What its lines may ask for. */
  readonly actions: LineActions;
  /** Lines before the first one are wanted; not asked again before `prepend` or `replace` has answered. */
  needsOlder(): void;
  /** This is the last line that is wholly visible, and the page has the keyboard. Some of a burst are left out. */
  seen(id: string): void;
  /** The system's when left out. */
  readonly clock?: Clock;
}

/** What the log shows besides lines. */
interface LogContents {
  /** There are lines before the first: whoever scrolls there is offered them. */
  readonly hasOlder: boolean;
  /** The line before which *new since you looked* stands. */
  readonly firstNew?: string | undefined;
}

/** How long a line that was jumped to is marked. */
const jumpedMs = 2_000;
/** Where such a line is put: its share of the height from above. */
const jumpedShare = 0.3;

/** The log: holds a bounded number of lines and draws those near what is in sight. */
export class LogView {
  /** Stands above the lines and scrolls with them. */
  readonly header = element('header', 'banner');
  readonly #clock: Clock;
  readonly #parts: LogParts;
  readonly #top: TopRow;
  readonly #seen: Seen;
  readonly #frame = new NextFrame(() => this.#flush());
  readonly #changed = new Set<string>();
  #contents: LogContents = { hasOlder: false };

  constructor(options: LogOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#parts = makeParts({
      actions: options.actions,
      clock: this.#clock,
      surroundings: before => ({ before, firstNew: this.#contents.firstNew, now: this.#clock.now() }),
      toStart: () => this.toStart(),
      toEnd: () => this.toEnd(),
    });
    this.#top = new TopRow(() => options.needsOlder());
    const { view, viewport, drawn, announcer, store } = this.#parts;
    view.append(this.header, this.#top.view, drawn.view, announcer.view);
    for (const above of [this.header, this.#top.view]) viewport.watch(above);
    this.#seen = new Seen(viewport, store, id => options.seen(id), this.#clock);
    const observer = new ResizeObserver(() => this.#seen.check());
    for (const one of [view, drawn.view]) observer.observe(one);
    view.addEventListener('scroll', () => this.#scrolled());
    document.addEventListener('copy', event => copyLines(event, store, drawn));
  }

  /** What scrolls. */
  get view(): HTMLElement {
    return this.#parts.view;
  }

  /** Leads to the lines below, when there are some that were not seen. */
  get below(): HTMLButtonElement {
    return this.#parts.following.below;
  }

  /** Shows these lines and no others. Who was reading further up stays at the same line while it is there. */
  replace(lines: readonly Line[], contents: LogContents): void {
    const reading = this.#parts.viewport.reading;
    const last = this.#parts.store.last?.id;
    this.#empty();
    this.#contents = contents;
    this.#parts.drawn.view.ariaLabel = t('Conversation');
    this.#parts.store.append(lines);
    this.#showTop();
    if (reading === undefined || this.#parts.store.find(reading) === undefined) this.#parts.following.start();
    else this.#parts.following.added(lines.length - 1 - lines.findLastIndex(({ id }) => id === last));
    this.#settle();
  }

  /** Adds lines at the end; they are drawn with the next frame. A page that is not drawn has no frames. */
  append(lines: readonly Line[]): void {
    this.#parts.store.append(lines);
    this.#parts.following.added(lines.length);
    this.#parts.announcer.say(lines.filter(line => line.kind === 'note' || line.earlier !== true));
    this.#frame.want();
  }

  /** Adds lines before the first, oldest first; what is being read does not move. */
  prepend(lines: readonly Line[], hasOlder: boolean): void {
    const [first] = this.#parts.store.blocks;
    this.#parts.store.prepend(lines);
    this.#contents = { ...this.#contents, hasOlder };
    this.#top.answered();
    this.#showTop();
    if (first) this.#parts.drawn.get(first)?.updateDividers(0);
    this.#settle();
  }

  /** Changes a line, if it is still here; shown with the next frame. */
  change(id: string, change: LineChange): void {
    const place = this.#parts.store.change(id, change);
    if (!place || !this.#parts.drawn.has(place.block)) return;
    this.#changed.add(id);
    this.#frame.want();
  }

  /** Moves the line *new since you looked*, or takes it away. */
  setFirstNew(id: string | undefined): void {
    const before = this.#contents.firstNew;
    this.#contents = { ...this.#contents, firstNew: id };
    for (const one of [before, id]) {
      const place = one === undefined ? undefined : this.#parts.store.find(one);
      if (place) this.#parts.drawn.get(place.block)?.updateDividers(place.index);
    }
    this.#settle();
  }

  /** Shows in what is drawn how links to code stand, by `locationKey`. */
  showLocations(states: Readonly<Record<string, LocationState>>): void {
    for (const line of this.#parts.drawn.lines()) showLocations(line, states);
  }

  /** `cls`: an empty log. The header is its owner's. */
  clear(): void {
    this.#empty();
    this.#contents = { hasOlder: false };
    this.#showTop();
    this.toEnd();
  }

  /** To the very top, header included; asks for older lines when there are some. */
  toStart(): void {
    this.#parts.viewport.toStart();
    this.#top.scrolled(0);
  }

  toEnd(): void {
    this.#parts.following.start();
    this.#settle();
  }

  /** Scrolls by nearly a screen: -1 up, 1 down. The focus goes along when a line has it. */
  page(direction: -1 | 1): void {
    const isOnLine = this.#parts.keys.isOnLine;
    this.view.scrollBy({ top: direction * this.view.clientHeight * 0.9 });
    this.#scrolled();
    if (isOnLine) this.#parts.keys.focusInSight(direction);
  }

  /** Shows this line, marks it for a moment and gives it the focus; false when it is not held. */
  jumpTo(id: string): boolean {
    const place = this.#parts.store.find(id);
    if (!place) return false;
    this.#parts.viewport.show(id, jumpedShare);
    const line = this.#parts.drawn.lineAt(place);
    line?.classList.add('jumped');
    this.#clock.after(jumpedMs, () => line?.classList.remove('jumped'));
    this.#parts.keys.focus(place);
    this.#parts.search.mark();
    return true;
  }

  /**
   * Finds `text`, whatever its case, in all lines held, and shows the line. A text that is new is looked for from what
   * is in sight upwards; the same text again gives the next line in `direction` (-1 up, 1 down), all around.
   */
  find(text: string, direction: -1 | 1): Found {
    return this.#parts.search.find(text, direction);
  }

  /** Takes the marks of `find` away. */
  endFind(): void {
    this.#parts.search.end();
  }

  /** The newest line that is as wanted. */
  lastLine(isWanted: (line: Line) => boolean): Line | undefined {
    return this.#parts.store.lastLine(isWanted);
  }

  #flush(): void {
    for (const id of this.#changed) {
      const place = this.#parts.store.find(id);
      if (place) this.#parts.drawn.update(place);
    }
    this.#changed.clear();
    this.#parts.drawn.addLines();
    this.#showTop();
    this.#settle();
  }

  #settle(): void {
    this.#parts.viewport.settle();
    this.#parts.search.mark();
    this.#seen.check();
  }

  #scrolled(): void {
    this.#parts.following.scrolled();
    this.#parts.viewport.scrolled();
    this.#parts.search.mark();
    this.#seen.check();
    this.#top.scrolled(this.view.scrollTop);
  }

  #showTop(): void {
    this.#top.show(this.#contents.hasOlder, this.#parts.store.dropped);
  }

  #empty(): void {
    this.#frame.cancel();
    this.#changed.clear();
    this.#parts.announcer.hush();
    this.#top.answered();
    this.#seen.forget();
    this.#parts.drawn.clear();
    this.#parts.store.clear();
  }
}
