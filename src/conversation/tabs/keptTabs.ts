import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import { Gather } from '../../common/gather.ts';
import type { Connection } from '../connections/connection.ts';
import type { Effect } from '../effect.ts';
import { keptKeys, type KeptValues, readOldTabs, readTabs, type SavedTabs, withServer } from '../kept.ts';
import { keepTabsMs } from '../limits.ts';
import type { Tabs } from './tabs.ts';

/** Keeps the tabs of each server for later windows of this workspace. */
export class KeptTabs implements Disposable {
  readonly #tabs: Tabs;
  readonly #kept: KeptValues;
  readonly #run: (effect: Effect) => void;
  readonly #changed: Gather<Connection>;
  #saved: ReadonlyMap<string, SavedTabs>;

  constructor(tabs: Tabs, kept: KeptValues, clock: Clock, run: (effect: Effect) => void) {
    this.#tabs = tabs;
    this.#kept = kept;
    this.#run = run;
    this.#saved = readTabs(kept.get(keptKeys.tabs));
    this.#changed = new Gather(keepTabsMs, clock, changed => {
      for (const connection of changed) if (!connection.isOver) this.#store(connection);
    });
  }

  /** Those that a server had here last. */
  of(server: string): SavedTabs | undefined {
    return this.#saved.get(server);
  }

  /** Those that 0.1.0 has kept in this workspace, for whichever server the window was in this room of. */
  ofNoServer(room: string): SavedTabs | undefined {
    return readOldTabs(this.#kept.get(keptKeys.tabs), room);
  }

  /** Keeps the tabs of a connection under its server. What others change of them is gathered for `keepTabsMs`. */
  keep(connection: Connection | undefined): void {
    if (connection === undefined) return;
    if (connection.isOver) this.#store(connection);
    else this.#changed.add(connection);
  }

  keepAtOnce(connection: Connection): void {
    this.keep(connection);
    this.keepNow();
  }

  /** Keeps now what was changed: it was we who did it. */
  keepNow(): void {
    this.#changed.flush();
  }

  /** Up to where all was shown is kept to the last. */
  dispose(): void {
    for (const { connection } of this.#tabs.list) if (connection !== undefined) this.keep(connection);
    this.keepNow();
  }

  /** One that never was up has no tabs yet. */
  #store(connection: Connection): void {
    const { wasUp, server } = connection;
    if (!wasUp || server === '') return;
    noteKnown(connection, this.#tabs);
    const saved = this.#tabs.saved(connection);
    if (JSON.stringify(this.#saved.get(server)) === JSON.stringify(saved)) return;
    const value = withServer(this.#saved, server, saved);
    this.#saved = new Map(value);
    this.#run({ type: 'store', scope: 'workspace', key: keptKeys.tabs, value });
  }
}

/** Up to when all was told that was said in the rooms of a connection, and in private. */
function noteKnown(connection: Connection, tabs: Tabs): void {
  const { client } = connection;
  if (client === undefined) return;
  connection.knownUpTo = client.knownUpTo('') ?? connection.knownUpTo;
  connection.run = client.run ?? connection.run;
  for (const tab of tabs.of(connection))
    if (tab.kind === 'room') tab.knownUpTo = client.knownUpTo(tab.target) ?? tab.knownUpTo;
}
