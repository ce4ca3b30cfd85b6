import type { Line, LineChange } from '../../chat/line.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { Gather } from '../../common/gather.ts';
import { keptBytes } from '../../common/keptBytes.ts';
import type { Kept, Screen, ToWebview } from '../../panel/protocol.ts';
import type { Effect } from '../effect.ts';
import { maxScreenBytes } from '../limits.ts';
import type { Tab } from '../tabs/tab.ts';
import type { Tabs } from '../tabs/tabs.ts';
import type { Views } from './views.ts';

/** Lines that the page gets with a tab; the rest when it asks for them. */
export const firstLines = 10_000;
/** Lines that the page gets each time it asks for older ones. */
export const olderLines = 1_000;

/** Milliseconds for which new lines, and changes of counts and names, are gathered: hundreds may come at once. */
export const gatherLinesMs = 16;
const gatherChangesMs = 50;

type Gathered = 'tabs' | 'banner' | 'vocabulary' | 'typing' | 'prompt' | 'screen';

/** What the page is told: everything of the tab that is open, of the others only how they stand. */
export class Page implements Disposable {
  readonly #tabs: Tabs;
  readonly #views: Views;
  readonly #run: (effect: Effect) => void;
  readonly #changes: Gather<Gathered>;
  readonly #lines: Gather<Line>;
  #isReady = false;
  #title = '';
  #shown: Tab;
  /** All that is shown will be told again soon: single lines need not be told before. */
  #isStale = false;
  /** What the page has left here for when it stands elsewhere. */
  kept: Kept | undefined;
  /** Where it was scrolled to last: a line of a tab, '' for the end. */
  reading = { tab: '', line: '' };
  /** The first line that the page has of the tab that is open; undefined while it has none. */
  #first: string | undefined;

  constructor(clock: Clock, tabs: Tabs, views: Views, run: (effect: Effect) => void) {
    this.#tabs = tabs;
    this.#views = views;
    this.#run = run;
    this.#shown = tabs.active;
    this.#changes = new Gather(gatherChangesMs, clock, changes => this.#tell(changes));
    const append = (lines: ReadonlySet<Line>): void => this.#send({ type: 'append', lines: [...lines] });
    this.#lines = new Gather(gatherLinesMs, clock, append, { isFirstAtOnce: true });
  }

  /** A page has been loaded: it gets all that it needs. */
  ready(): void {
    // The snapshot holds what was gathered.
    this.#lines.dispose();
    this.#isReady = true;
    const { active } = this.#tabs;
    const screen = this.#screen();
    const { tab, line } = this.reading;
    // Who has something new to read is led to that.
    const isReading =
      tab === active.id && screen.firstNew === undefined && screen.lines.some(({ id }) => id === line);
    this.#send({
      type: 'snapshot',
      words: this.#views.words,
      appearance: this.#views.appearance,
      tabs: this.#views.tabs(),
      active: active.id,
      screen: { ...screen, ...(isReading && { reading: line }) },
      vocabulary: this.#views.vocabulary(active),
      commands: this.#views.commands,
      ...(this.kept && { kept: this.kept }),
    });
    this.titleChanged();
  }

  /** It is hidden or gone: what would be said to it now would be lost. */
  gone(): void {
    this.#isReady = false;
    this.#lines.dispose();
  }

  /** Says anything but lines, after the lines that were gathered before it. */
  post(message: ToWebview): void {
    if (!this.#isReady) return;
    this.#lines.flush();
    this.#send(message);
  }

  /** Which tabs there are, which is open, or their counts have changed. */
  tabsChanged(): void {
    const { active } = this.#tabs;
    if (active !== this.#shown) this.replaced(active);
    // Where another tab is called alike now, or no longer, the title says otherwise whose this one is.
    this.titleChanged();
  }

  /** All of a tab is shown again. */
  replaced(tab: Tab): void {
    if (tab !== this.#tabs.active) return;
    const replaces = tab.follows === this.#shown ? this.#shown.id : undefined;
    const screen = { ...this.#screen(), ...(replaces !== undefined && { replaces }) };
    this.#lines.dispose();
    this.post({ type: 'screen', active: tab.id, screen });
    this.titleChanged();
    this.changed('vocabulary');
  }

  /** Lines were put among those of a tab: soon all of it is shown again, once for all that came meanwhile. */
  merged(tab: Tab): void {
    if (tab !== this.#shown) return;
    this.#isStale = true;
    this.changed('screen');
  }

  /** Tells the page soon, once for all that changes meanwhile. */
  changed(what: Gathered): void {
    this.#changes.add(what);
  }

  /** Banner and prompt follow the state of the connection. */
  stateChanged(): void {
    const { active } = this.#tabs;
    this.post({ type: 'banner', banner: this.#views.banner(active) });
    this.post({ type: 'prompt', prompt: this.#views.prompt(active) });
    // On a server that remembers more, more can be shown.
    this.olderChanged(active);
    this.changed('vocabulary');
    this.titleChanged();
  }

  /** Older lines can be had now, or no longer. */
  olderChanged(tab: Tab): void {
    if (tab === this.#shown) this.post({ type: 'older', lines: [], hasOlder: this.#hasOlder(tab) });
  }

  /** The title follows with the tabs. */
  titleChanged(): void {
    this.changed('tabs');
  }

  added(tab: Tab, line: Line): void {
    if (tab !== this.#shown || this.#isStale) return;
    this.#first ??= line.id;
    if (this.#isReady) this.#lines.add(line);
  }

  /** Lines were put before all others; the page gets them when it has the first of those. */
  putBefore(tab: Tab, lines: readonly Line[]): void {
    if (tab !== this.#shown || this.#isStale || lines.length === 0) return;
    if (this.#first !== undefined && this.#first !== tab.scrollback.lines[lines.length]?.id) return;
    this.#first = lines[0]?.id;
    this.post({ type: 'older', lines, hasOlder: this.#hasOlder(tab) });
  }

  changedLine(tab: Tab, id: string, change: LineChange): void {
    if (tab === this.#shown) this.post({ type: 'change', id, change });
  }

  markMoved(tab: Tab): void {
    if (tab === this.#shown) this.post({ type: 'firstNew', id: tab.unread.mark });
  }

  cleared(tab: Tab): void {
    if (tab !== this.#shown) return;
    this.#first = undefined;
    this.post({ type: 'clear' });
  }

  /** Gives the page the lines before those it has. @returns false when all that are kept are there already */
  showOlder(): boolean {
    const lines = lastOf(this.#shown.scrollback.before(this.#first ?? '', olderLines));
    if (lines.length === 0) return false;
    this.#first = lines[0]?.id;
    this.post({ type: 'older', lines, hasOlder: this.#hasOlder(this.#shown) });
    return true;
  }

  dispose(): void {
    this.#lines.dispose();
    this.#changes.dispose();
  }

  #tell(changes: ReadonlySet<Gathered>): void {
    const { active } = this.#tabs;
    if (changes.has('screen') && this.#isStale) this.replaced(active);
    if (changes.has('tabs')) this.#tellTitle();
    if (changes.has('tabs')) this.post({ type: 'tabs', tabs: this.#views.tabs(), active: active.id });
    if (changes.has('banner')) this.post({ type: 'banner', banner: this.#views.banner(active) });
    if (changes.has('prompt')) this.post({ type: 'prompt', prompt: this.#views.prompt(active) });
    if (changes.has('typing')) this.post({ type: 'typing', nicks: active.typing.nicks });
    if (changes.has('vocabulary'))
      this.post({ type: 'vocabulary', vocabulary: this.#views.vocabulary(active) });
  }

  #tellTitle(): void {
    const title = this.#views.title(this.#tabs.active);
    if (title !== this.#title) this.#run({ type: 'title', title });
    this.#title = title;
  }

  #screen(): Screen {
    const tab = this.#tabs.active;
    const lines = lastOf(tab.scrollback.lines.slice(-firstLines));
    this.#shown = tab;
    this.#isStale = false;
    this.#first = lines[0]?.id;
    const { mark } = tab.unread;
    return {
      banner: this.#views.banner(tab),
      lines,
      hasOlder: this.#hasOlder(tab),
      ...(mark !== undefined && { firstNew: mark }),
      typing: tab.typing.nicks,
      prompt: this.#views.prompt(tab),
    };
  }

  #hasOlder(tab: Tab): boolean {
    const isFirst = this.#first === undefined || tab.scrollback.lines[0]?.id === this.#first;
    return !isFirst || this.#views.canAskForOlder(tab);
  }

  #send(message: ToWebview): void {
    this.#run({ type: 'post', message });
  }
}

/** The newest of these lines, at most `maxScreenBytes`, but one at least: the editor hands them on in one piece. */
function lastOf(lines: readonly Line[]): readonly Line[] {
  let bytes = 0;
  const most = lines.findLastIndex(line => (bytes += keptBytes(line)) > maxScreenBytes);
  return lines.slice(Math.min(most + 1, lines.length - 1));
}
