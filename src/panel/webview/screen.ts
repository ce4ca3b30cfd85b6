import type { Delivery } from '../../chat/event.ts';
import type { Line } from '../../chat/line.ts';
import { element } from './element.ts';
import { Following } from './following.ts';
import { lineView, showDelivery } from './lineView.ts';
import { t } from './words.ts';

/** Lines that the page holds; the host keeps as many. */
const maxShownLines = 2_000;

/** The log: holds a bounded number of lines, draws those that come within one frame together. */
export class Screen {
  /** What scrolls: the banner and the log. */
  readonly view = element('div', 'screen');
  readonly banner = element('header', 'banner');
  readonly #log = element('div', 'log');
  readonly #dropped = element('div', 'dropped');
  readonly #following: Following;
  readonly #openLink: (href: string) => void;
  #droppedCount = 0;
  #shown = 0;
  #waiting: Line[] = [];
  #waitingDropped = 0;
  readonly #waitingDeliveries = new Map<string, Delivery>();
  #frame: number | undefined;
  #lastWasEarlier = false;

  constructor(openLink: (href: string) => void) {
    this.#openLink = openLink;
    this.#dropped.hidden = true;
    this.#log.setAttribute('role', 'log');
    this.#log.setAttribute('aria-live', 'polite');
    this.view.append(this.banner, this.#dropped, this.#log);
    this.#following = new Following(this.view, [this.banner, this.#log]);
  }

  /** Leads to the lines below, when there are some that were not seen. */
  get below(): HTMLButtonElement {
    return this.#following.below;
  }

  /** Shows these lines and no others. Who was reading further up stays at the same line while it is there. */
  replace(lines: readonly Line[], dropped: number): void {
    const reading = this.#following.isFollowing ? undefined : this.#firstInSight();
    const last = this.#log.lastElementChild;
    this.#empty();
    this.#droppedCount = dropped;
    this.#log.ariaBusy = 'true';
    this.#draw(lines.slice(-maxShownLines), Math.max(0, lines.length - maxShownLines));
    this.#log.ariaBusy = null;
    const view = reading && this.#find(reading.id);
    if (!view) {
      this.toEnd();
      return;
    }
    this.view.scrollTop += view.getBoundingClientRect().top - reading.top;
    const lastId = last instanceof HTMLElement ? last.dataset.id : undefined;
    this.#following.added(lines.length - 1 - lines.findLastIndex(({ id }) => id === lastId));
  }

  /** Adds lines with the next frame. A page that is not drawn has no frames: then too, only so many wait. */
  append(lines: readonly Line[]): void {
    for (const line of lines) this.#waiting.push(line);
    const surplus = this.#waiting.length - maxShownLines;
    if (surplus > 0) {
      this.#waiting.splice(0, surplus);
      this.#waitingDropped += surplus;
    }
    this.#wantFrame();
  }

  /** Shows with the next frame how far a message has come, if it is still here. */
  setDelivery(id: string, delivery: Delivery): void {
    this.#waitingDeliveries.set(id, delivery);
    this.#wantFrame();
  }

  /** `cls`: an empty screen. */
  clear(): void {
    this.#empty();
    this.#showDropped();
    this.toEnd();
  }

  toEnd(): void {
    this.#following.toEnd();
  }

  /** Scrolls by nearly a screen: -1 up, 1 down. */
  page(direction: -1 | 1): void {
    this.view.scrollBy({ top: direction * this.view.clientHeight * 0.9 });
  }

  #wantFrame(): void {
    this.#frame ??= requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    const lines = this.#waiting;
    const dropped = this.#waitingDropped;
    const deliveries = [...this.#waitingDeliveries];
    this.#forgetWaiting();
    if (lines.length > 0) {
      this.#draw(lines, dropped);
      this.#following.added(lines.length + dropped);
    }
    for (const [id, delivery] of deliveries) {
      const view = this.#find(id);
      if (view) showDelivery(view, delivery);
    }
  }

  /** @param missing lines that would have come before these and are not shown */
  #draw(lines: readonly Line[], missing: number): void {
    const views = document.createDocumentFragment();
    for (const line of lines) views.append(...this.#viewsOf(line));
    this.#log.append(views);
    this.#shown += lines.length;
    this.#droppedCount += this.#dropOldest() + missing;
    this.#showDropped();
  }

  /** The first of some earlier lines has the word before it. */
  #viewsOf(line: Line): HTMLElement[] {
    const view = lineView(line, this.#openLink);
    const isEarlier = line.kind === 'message' && line.earlier === true;
    const isFirst = isEarlier && !this.#lastWasEarlier;
    this.#lastWasEarlier = isEarlier;
    return isFirst ? [element('div', 'label', t('earlier')), view] : [view];
  }

  /** Gives the count. The browser itself keeps what is being read in place when lines above go (scroll anchoring). */
  #dropOldest(): number {
    const surplus = Math.max(0, this.#shown - maxShownLines);
    while (this.#shown > maxShownLines) {
      const oldest = this.#log.firstElementChild;
      if (oldest?.classList.contains('line') !== false) this.#shown -= 1;
      oldest?.remove();
    }
    return surplus;
  }

  #empty(): void {
    this.#forgetWaiting();
    this.#log.replaceChildren();
    this.#shown = 0;
    this.#droppedCount = 0;
    this.#lastWasEarlier = false;
  }

  #forgetWaiting(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#waiting = [];
    this.#waitingDropped = 0;
    this.#waitingDeliveries.clear();
  }

  #find(id: string): HTMLElement | null {
    return this.#log.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  }

  #firstInSight(): { id: string; top: number } | undefined {
    const edge = this.view.getBoundingClientRect().top;
    for (const line of this.#log.querySelectorAll<HTMLElement>('.line')) {
      const { top, bottom } = line.getBoundingClientRect();
      if (bottom > edge) return { id: line.dataset.id ?? '', top };
    }
    return undefined;
  }

  #showDropped(): void {
    this.#dropped.hidden = this.#droppedCount === 0;
    this.#dropped.textContent = t('Earlier lines that are no longer here: {count}', {
      count: this.#droppedCount,
    });
  }
}
