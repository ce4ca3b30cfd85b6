import type { Line } from '../../../chat/line.ts';
import type { Clock } from '../../../common/clock.ts';
import type { LineActions } from '../line/lineActions.ts';
import { element } from '../element.ts';
import { Announcer } from './announcer.ts';
import type { Surroundings } from './dividers.ts';
import { DrawnBlocks } from './drawnBlocks.ts';
import { Following } from './following.ts';
import { Heights } from './heights.ts';
import { LineKeys } from './keys.ts';
import { LineStore } from './lineStore.ts';
import { Search } from './search.ts';
import { Viewport } from './viewport.ts';

/** What the parts of the log need of the whole. */
interface PartsOptions {
  readonly actions: LineActions;
  readonly clock: Clock;
  /** What is around a line whose line before is `before`. */
  surroundings(before: Line | undefined): Surroundings;
  toStart(): void;
  toEnd(): void;
}

/** Those parts of the log that work on each other. */
export interface LogParts {
  /** What scrolls. */
  readonly view: HTMLElement;
  readonly store: LineStore;
  readonly drawn: DrawnBlocks;
  readonly following: Following;
  readonly viewport: Viewport;
  readonly keys: LineKeys;
  readonly search: Search;
  readonly announcer: Announcer;
}

/** Makes them; what scrolls is still empty. */
export function makeParts(options: PartsOptions): LogParts {
  const view = element('div', 'screen');
  const store = new LineStore();
  const drawn = makeDrawn(store, options);
  const following = new Following(view, () => options.toEnd());
  const heights = new Heights(store, block => drawn.has(block));
  const viewport = new Viewport({ view, store, drawn, heights, following });
  const keys = new LineKeys({
    view,
    store,
    drawn,
    reveal: id => viewport.reveal(id),
    toStart: () => options.toStart(),
    toEnd: () => options.toEnd(),
  });
  const search = new Search(store, drawn, viewport);
  return { view, store, drawn, following, viewport, keys, search, announcer: new Announcer(options.clock) };
}

function makeDrawn(store: LineStore, options: PartsOptions): DrawnBlocks {
  const drawn = new DrawnBlocks(store, {
    actions: options.actions,
    surroundings: before => options.surroundings(before),
    before: block => store.before(block),
  });
  // Drawing older lines is nothing to read out: that is left to the announcer.
  drawn.view.role = 'log';
  drawn.view.ariaLive = 'off';
  return drawn;
}
