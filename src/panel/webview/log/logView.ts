import type { Line, LineChange } from '../../../chat/line.ts';
import { type Clock, systemClock } from '../../../common/clock.ts';
import type { LocationState } from '../../protocol.ts';
import { element } from '../element.ts';
import type { LineActions } from '../line/lineActions.ts';
import { showLocations } from '../line/locationLink.ts';
import { t } from '../words.ts';
import { Announcer } from './announcer.ts';
import { copyLines } from './copying.ts';
import { DrawnBlocks } from './drawnBlocks.ts';
import { Following } from './following.ts';
import { LineKeys } from './keys.ts';
import { LineStore } from './lineStore.ts';
import { NextFrame } from './nextFrame.ts';
import { type Found, Search } from './search.ts';
import { Seen } from './seen.ts';
import { TopRow } from './topRow.ts';
import { Viewport } from './viewport.ts';

/** What the log asks of the page. */
interface LogOptions {
  /** What its lines may ask for. */
  readonly actions: LineActions;
  /** Lines before the first one are wanted; not asked again before `prepend` or `replace` has answered. */
  readonly needsOlder: () => void;
  /** This is the last line that is wholly visible, and the page has the keyboard. Some of a burst are left out. */
  readonly seen: (id: string) => void;
  /** The system's when left out. */
  readonly clock?: Clock;
}

/** What the log shows besides lines. */
interface LogContents {
  /** There are lines before the first, which are offered at the top. */
  readonly hasOlder: boolean;
  /** The line before which *new messages* stands. */
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
  /** What scrolls. */
  readonly view = element('div', 'screen');
  readonly #clock: Clock;
  readonly #store = new LineStore();
  readonly #drawn: DrawnBlocks;
  readonly #following = new Following(this.view, () => this.toEnd());
  readonly viewport: Viewport;
  readonly #keys: LineKeys;
  readonly #search: Search;
  readonly #announcer: Announcer;
  readonly #top: TopRow;
  readonly #seen: Seen;
  readonly #frame = new NextFrame(() => this.#flush());
  readonly #changed = new Set<string>();
  #contents: LogContents = { hasOlder: false };

  constructor({ actions, needsOlder, seen, clock = systemClock }: LogOptions) {
    this.#clock = clock;
    const { view } = this;
    const store = this.#store;
    const drawn = new DrawnBlocks(store, {
      actions,
      surroundings: before => ({ before, firstNew: this.#contents.firstNew, now: clock.now() }),
    });
    const viewport = new Viewport({ view, store, drawn, following: this.#following });
    this.#drawn = drawn;
    this.viewport = viewport;
    this.#keys = new LineKeys(store, drawn, viewport);
    this.#search = new Search(store, drawn, viewport);
    this.#announcer = new Announcer(clock);
    this.#top = new TopRow(needsOlder);
    this.#seen = new Seen(viewport, store, seen, clock);
    view.append(this.header, this.#top.view, drawn.view, this.#keys.end, this.#announcer.view);
    for (const above of [this.header, this.#top.view]) viewport.watch(above);
    const observer = new ResizeObserver(() => this.#seen.check());
    for (const one of [view, drawn.view]) observer.observe(one);
    view.addEventListener('scroll', () => this.#scrolled());
    document.addEventListener('copy', event => copyLines(event, store, drawn));
  }

  /** Tells at once which lines were in sight: others come in their place. */
  tellSeen(): void {
    this.#seen.flush();
  }

  /** Leads to the lines below, when there are some that were not seen. */
  get below(): HTMLButtonElement {
    return this.#following.below;
  }

  /** Shows these lines and no others. The line that was being read further up stays in place while it is there. */
  replace(lines: readonly Line[], contents: LogContents): void {
    const reading = this.viewport.reading;
    const last = this.#store.last?.id;
    this.#empty();
    this.#contents = contents;
    this.#drawn.view.ariaLabel = t('Conversation');
    this.#store.append(lines);
    this.#showTop();
    if (reading === undefined || this.#store.find(reading) === undefined) this.#following.start();
    else this.#following.added(lines.length - 1 - lines.findLastIndex(({ id }) => id === last));
    this.#settle();
  }

  /** Adds lines at the end; they are drawn with the next frame. A page that is not drawn has no frames. */
  append(lines: readonly Line[]): void {
    this.#store.append(lines);
    this.#following.added(lines.length);
    this.#announcer.say(lines);
    this.#frame.want();
  }

  /** Adds lines before the first, oldest first; what is being read does not move. */
  prepend(lines: readonly Line[], hasOlder: boolean): void {
    const [first] = this.#store.blocks;
    this.#store.prepend(lines);
    this.#contents = { ...this.#contents, hasOlder };
    this.#top.answered();
    this.#showTop();
    if (first) this.#drawn.get(first)?.updateDividers(0);
    this.#settle();
  }

  /** Changes a line, if it is still here; shown with the next frame. */
  change(id: string, change: LineChange): void {
    const place = this.#store.change(id, change);
    if (!place || !this.#drawn.has(place.block)) return;
    this.#changed.add(id);
    this.#frame.want();
  }

  /** Moves the line *new messages*, or takes it away. */
  setFirstNew(id: string | undefined): void {
    const before = this.#contents.firstNew;
    this.#contents = { ...this.#contents, firstNew: id };
    for (const one of [before, id]) {
      const place = one === undefined ? undefined : this.#store.find(one);
      if (place) this.#drawn.get(place.block)?.updateDividers(place.index);
    }
    this.#settle();
  }

  /** Shows in what is drawn how links to code stand, by `locationKey`. */
  showLocations(states: Readonly<Record<string, LocationState>>): void {
    showLocations(this.#drawn.lines(), states);
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
    this.viewport.toStart();
    this.#top.scrolled(0);
  }

  toEnd(): void {
    this.viewport.toEnd();
    this.#settled();
  }

  /** Scrolls by nearly a screen: -1 up, 1 down. The focus goes along when a line has it. */
  page(direction: -1 | 1): void {
    const isOnLine = this.#keys.isOnLine;
    this.view.scrollBy({ top: direction * this.view.clientHeight * 0.9 });
    this.#scrolled();
    if (isOnLine) this.#keys.focusInSight(direction);
  }

  /** Shows this line, marks it for a moment and gives it the focus; false when it is not held. */
  jumpTo(id: string): boolean {
    const place = this.#store.find(id);
    if (!place) return false;
    this.viewport.show(id, jumpedShare);
    const line = this.#drawn.lineAt(place);
    line?.classList.add('jumped');
    this.#clock.after(jumpedMs, () => line?.classList.remove('jumped'));
    this.#keys.focus(place);
    this.#search.mark();
    return true;
  }

  /**
   * Finds `text`, whatever its case, in all lines held, and shows the line. A text that is new is looked for from what
   * is in sight upwards; the same text again gives the next line in `direction` (-1 up, 1 down), all around.
   */
  find(text: string, direction: -1 | 1): Found {
    return this.#search.find(text, direction);
  }

  /** Takes the marks of `find` away. */
  endFind(): void {
    this.#search.end();
  }

  #flush(): void {
    for (const id of this.#changed) {
      const place = this.#store.find(id);
      if (place) this.#drawn.update(place);
    }
    this.#changed.clear();
    this.#drawn.addLines();
    this.#showTop();
    this.#settle();
  }

  #settle(): void {
    this.viewport.settle();
    this.#settled();
  }

  #settled(): void {
    this.#search.mark();
    this.#seen.check();
  }

  #scrolled(): void {
    this.#following.scrolled();
    this.viewport.scrolled();
    this.#settled();
    this.#top.scrolled(this.view.scrollTop);
  }

  #showTop(): void {
    this.#top.show(this.#contents.hasOlder, this.#store.dropped);
  }

  #empty(): void {
    this.#frame.cancel();
    this.#changed.clear();
    this.#announcer.hush();
    this.#top.answered();
    this.#seen.forget();
    this.#drawn.clear();
    this.#store.clear();
  }
}
