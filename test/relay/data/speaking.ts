import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { openStore } from '../../../src/relay/data/openStore.ts';
import type { SavedEvent } from '../../../src/relay/data/relayStore.ts';
import type { StoreLog } from '../../../src/relay/data/storeLog.ts';
import type { StoreOptions } from '../../../src/relay/data/storeOptions.ts';
import { emptyState, event, options, sourcesOf } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

export type Given = ReturnType<typeof options>;

export const logIn = (folder: string): string => path.join(folder, 'relay.lines');
export const textOf = (folder: string): Promise<string> => readFile(logIn(folder), 'utf8');
export const ids = (events: readonly SavedEvent[]): string[] => events.map(({ msgid }) => msgid);
export const numbers = (count: number): string[] => Array.from({ length: count }, (_, at) => `m${at + 1}`);

/** What a folder gives back, as it is now, at the next start. */
export async function reopened(folder: string, given: StoreOptions = options()): Promise<StoreLog> {
  const copy = await temporaryFolder();
  for (const name of ['relay.lines', 'relay.lines.stale'])
    await copyFile(path.join(folder, name), path.join(copy, name)).catch(() => undefined);
  const store = await openStore(copy, given);
  await store.close();
  return store;
}

/** A store of a relay that keeps what is said in it. */
export async function speaking(given: Given & { key?: Uint8Array }, folder = ''): Promise<Speaking> {
  const place = folder === '' ? await temporaryFolder() : folder;
  const store = await openStore(place, given);
  const said: SavedEvent[] = [...store.events];
  store.start({ sources: sourcesOf(emptyState), history: () => [...said] });
  const say = (number: number, more: Partial<SavedEvent> = {}): void => {
    said.push(event(number, more));
    store.append(event(number, more));
    store.flush();
  };
  return { folder: place, store, say, said };
}

export interface Speaking {
  readonly folder: string;
  readonly store: StoreLog;
  readonly say: (number: number, more?: Partial<SavedEvent>) => void;
  readonly said: SavedEvent[];
}
