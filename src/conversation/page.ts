import type { Line, LineChange } from '../chat/line.ts';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';
import type { PageHost, Snapshot, ToPage } from '../panel/pageHost.ts';
import type { Banner, Kept, PromptState, Screen, Tab as TabView, Vocabulary } from '../panel/protocol.ts';
import type { Tab } from './tab.ts';
import type { Tabs } from './tabs.ts';

/** Lines that the page gets with a tab; the rest when it asks for them. */
export const firstLines = 10_000;
/** Lines that the page gets each time it asks for older ones. */
export const olderLines = 1_000;

/** Milliseconds for which changes of counts and names are gathered: hundreds may come at once. */
const gatherFor = 50;

/** What the page shows besides lines, as it stands now. */
export interface PageSource {
  readonly clock: Clock;
  words(): Record<string, string>;
  appearance(): Snapshot['appearance'];
  banner(tab: Tab): Banner;
  prompt(tab: Tab): PromptState;
  title(tab: Tab): string;
  vocabulary(tab: Tab): Vocabulary;
  isMuted(tab: Tab): boolean;
  /** The server remembers what was said. */
  canAskForOlder(): boolean;
}

type Gathered = 'tabs' | 'vocabulary' | 'typing' | 'prompt';

/** What the page is told: everything of the tab that is open, of the others only how they stand. */
export class Page {
  readonly #tabs: Tabs;
  readonly #source: PageSource;
  readonly #gathered = new Set<Gathered>();
  #timer: Disposable | undefined;
  #host: PageHost | undefined;
  #shown: Tab;
  /** What the page has left here for when it stands elsewhere. */
  kept: Kept | undefined;
  /** The first line that the page has of the tab that is open; undefined while it has none. */
  #first: string | undefined;

  constructor(tabs: Tabs, source: PageSource) {
    this.#tabs = tabs;
    this.#source = source;
    this.#shown = tabs.active;
  }

  get host(): PageHost | undefined {
    return this.#host;
  }

  set host(host: PageHost | undefined) {
    this.#host = host;
    host?.setTitle(this.#source.title(this.#tabs.active));
  }

  /** Whether somebody who looks at the editor sees the end of this tab. */
  isVisible(tab: Tab): boolean {
    return this.#host?.isVisible === true && this.#tabs.active === tab;
  }

  /** All that a page that has just been loaded needs. */
  snapshot(): Snapshot {
    const { active } = this.#tabs;
    return {
      words: this.#source.words(),
      appearance: this.#source.appearance(),
      tabs: this.#tabViews(),
      active: active.id,
      screen: this.#screen(),
      vocabulary: this.#source.vocabulary(active),
      ...(this.kept && { kept: this.kept }),
    };
  }

  post(message: ToPage): void {
    this.#host?.post(message);
  }

  /** Which tabs there are, which is open, or their counts have changed. */
  tabsChanged(): void {
    const { active } = this.#tabs;
    if (active !== this.#shown) {
      this.post({ type: 'screen', active: active.id, screen: this.#screen() });
      this.#host?.setTitle(this.#source.title(active));
      this.changed('vocabulary');
    }
    this.changed('tabs');
  }

  /** Tells the page soon, once for all that changes meanwhile. */
  changed(what: Gathered): void {
    this.#gathered.add(what);
    this.#timer ??= this.#source.clock.after(gatherFor, () => this.#flush());
  }

  /** Banner and prompt follow the state of the window. */
  stateChanged(): void {
    const { active } = this.#tabs;
    this.post({ type: 'banner', banner: this.#source.banner(active) });
    // Who has come to a server that remembers more can be shown more.
    this.olderChanged(active);
    this.changed('prompt');
    this.titleChanged();
  }

  /** Older lines can be had now, or no longer. */
  olderChanged(tab: Tab): void {
    if (tab === this.#shown) this.post({ type: 'older', lines: [], hasOlder: this.#hasOlder(tab) });
  }

  titleChanged(): void {
    this.#host?.setTitle(this.#source.title(this.#tabs.active));
    this.changed('tabs');
  }

  added(tab: Tab, line: Line): void {
    if (tab !== this.#shown) return;
    this.#first ??= line.id;
    this.#host?.append([line]);
  }

  /** Lines were put before all others; the page gets them when it has the first of those. */
  putBefore(tab: Tab, lines: readonly Line[], next: string | undefined): void {
    if (tab !== this.#shown || lines.length === 0) return;
    if (this.#first !== undefined && this.#first !== next) return;
    this.#first = lines[0]?.id;
    this.post({ type: 'older', lines, hasOlder: this.#hasOlder(tab) });
  }

  changedLine(tab: Tab, id: string, change: LineChange): void {
    if (tab === this.#shown) this.post({ type: 'change', id, change });
  }

  firstNewMoved(tab: Tab): void {
    if (tab === this.#shown) this.post({ type: 'firstNew', id: tab.firstNew });
  }

  cleared(tab: Tab): void {
    if (tab !== this.#shown) return;
    this.#first = undefined;
    this.post({ type: 'clear' });
  }

  /** Gives the page the lines before those it has. @returns false when all that are kept are there already */
  showOlder(): boolean {
    const lines = this.#shown.scrollback.before(this.#first ?? '', olderLines);
    if (lines.length === 0) return false;
    this.#first = lines[0]?.id;
    this.post({ type: 'older', lines, hasOlder: this.#hasOlder(this.#shown) });
    return true;
  }

  /** No more lines can be had. */
  noOlder(): void {
    this.post({ type: 'older', lines: [], hasOlder: false });
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  #flush(): void {
    this.#timer = undefined;
    const { active } = this.#tabs;
    const gathered = new Set(this.#gathered);
    this.#gathered.clear();
    if (gathered.has('tabs')) this.post({ type: 'tabs', tabs: this.#tabViews(), active: active.id });
    if (gathered.has('prompt')) this.post({ type: 'prompt', prompt: this.#source.prompt(active) });
    if (gathered.has('typing')) this.post({ type: 'typing', nicks: active.typing.nicks });
    if (gathered.has('vocabulary'))
      this.post({ type: 'vocabulary', vocabulary: this.#source.vocabulary(active) });
  }

  #screen(): Screen {
    const tab = this.#tabs.active;
    const lines = tab.scrollback.lines.slice(-firstLines);
    this.#shown = tab;
    this.#first = lines[0]?.id;
    return {
      banner: this.#source.banner(tab),
      lines,
      hasOlder: this.#hasOlder(tab),
      ...(tab.firstNew !== undefined && { firstNew: tab.firstNew }),
      typing: tab.typing.nicks,
      prompt: this.#source.prompt(tab),
    };
  }

  #hasOlder(tab: Tab): boolean {
    const isFirst = this.#first === undefined || tab.scrollback.lines[0]?.id === this.#first;
    return !isFirst || (!tab.hasAllOlder && this.#source.canAskForOlder());
  }

  #tabViews(): TabView[] {
    return this.#tabs.list.map(tab => ({
      id: tab.id,
      title: this.#source.title(tab),
      kind: tab.kind === 'main' ? (tab.target === '' ? 'start' : 'room') : tab.kind,
      unread: tab.unread,
      mentions: tab.mentions,
      muted: this.#source.isMuted(tab),
      closable: tab.kind !== 'main',
    }));
  }
}
