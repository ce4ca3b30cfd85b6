import { foldCase } from '../../irc/names.ts';
import type { LogRecord } from './logRecord.ts';
import type { SavedChannel, SavedKind, SavedKinds, SavedState } from './relayStore.ts';
import { keyOf, savedKinds } from './savedKinds.ts';

/** A record that counts: its size in the log, and where it stands in it. */
interface Kept {
  readonly bytes: number;
  readonly place: number;
  /** Not there when only the places were asked for. */
  readonly value: SavedKinds[SavedKind] | undefined;
  /** A channel's name now, when it is not the one in the record. */
  readonly renamed?: string;
}

/** What is left of the state when the records of a log are read one after the other: of each key the last value. */
export class RetainedState {
  /** The records that count, by place, each with the name that has replaced the one in it. */
  readonly places = new Map<number, string | undefined>();
  readonly #kinds = new Map(savedKinds.map(kind => [kind, new Map<string, Kept>()]));
  #bytes = 0;

  /** Of all records that count. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The values, of each kind the one first that was not written for longest. */
  get state(): SavedState {
    return {
      visitors: this.#valuesOf('visitors'),
      owners: this.#valuesOf('owners'),
      channels: this.#valuesOf('channels'),
      readMarkers: this.#valuesOf('readMarkers'),
      losses: this.#valuesOf('losses'),
    };
  }

  get keys(): (readonly [kind: SavedKind, key: string])[] {
    return savedKinds.flatMap(kind => Array.from(this.#of(kind).keys(), key => [kind, key] as const));
  }

  /** Bytes of the record that counts for a key; 0 for none. */
  bytesOf(kind: SavedKind, key: string): number {
    return this.#of(kind).get(key)?.bytes ?? 0;
  }

  /** Takes the next record; those of the history mean nothing here. */
  apply(record: LogRecord, { bytes, place, keepsValue }: Reading): void {
    if (record.type === 'put') {
      const { kind, value } = record;
      this.#set(kind, keyOf(kind, value), { bytes, place, value: keepsValue ? value : undefined });
    } else if (record.type === 'remove') this.#remove(record.kind, record.key);
    else if (record.type === 'rename') this.#rename(record.from, record.to);
  }

  #set(kind: SavedKind, key: string, kept: Kept): void {
    this.#remove(kind, key);
    this.#of(kind).set(key, kept);
    this.places.set(kept.place, kept.renamed);
    this.#bytes += kept.bytes;
  }

  #remove(kind: SavedKind, key: string): void {
    const kept = this.#of(kind).get(key);
    if (kept === undefined) return;
    this.#of(kind).delete(key);
    this.places.delete(kept.place);
    this.#bytes -= kept.bytes;
  }

  #rename(from: string, to: string): void {
    const kept = this.#of('channels').get(foldCase(from));
    if (kept === undefined) return;
    this.#remove('channels', foldCase(from));
    this.#set('channels', foldCase(to), { ...kept, renamed: to });
  }

  #of(kind: SavedKind): Map<string, Kept> {
    const kept = this.#kinds.get(kind);
    if (kept === undefined) throw new Error(`no kind ${kind}`);
    return kept;
  }

  #valuesOf<Kind extends SavedKind>(kind: Kind): SavedKinds[Kind][] {
    const values: SavedKinds[Kind][] = [];
    for (const { value, renamed } of this.#of(kind).values())
      if (value !== undefined)
        values.push(
          (renamed === undefined ? value : { ...(value as SavedChannel), name: renamed }) as SavedKinds[Kind],
        );
    return values;
  }
}

/** How a record was found. */
export interface Reading {
  /** Its size in the log. */
  readonly bytes: number;
  /** Its number in the log. */
  readonly place: number;
  /** Whether what it says is wanted, or only which records count. */
  readonly keepsValue: boolean;
}
