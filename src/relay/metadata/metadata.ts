import { utf8Length } from '../../irc/utf8.ts';
import type { Limits } from '../core/limits.ts';
import type { Session } from '../core/session.ts';

/** What somebody, or somebody for a channel, has noted: values by key, keys in lower case. */
export type Notes = Map<string, string>;

const keyPattern = /^[a-z0-9_./-][a-z0-9_./:-]*$/;
const none: ReadonlySet<string> = new Set();
const noNotes: ReadonlyMap<string, string> = new Map();

/** What people have noted of themselves, and which keys each connection wants to hear of. It ends with the connection. */
export class Metadata {
  readonly #limits: Pick<Limits, 'metadataSubscriptions'>;
  readonly #notes = new WeakMap<Session, Notes>();
  readonly #subscriptions = new WeakMap<Session, Set<string>>();

  constructor(limits: Pick<Limits, 'metadataSubscriptions'>) {
    this.#limits = limits;
  }

  /** What a person has noted. Most note nothing, and hold nothing here. */
  notesOf(person: Session): ReadonlyMap<string, string> {
    return this.#notes.get(person) ?? noNotes;
  }

  /** The same, to be changed by `setNote`. */
  ownNotes(person: Session): Notes {
    const notes = this.#notes.get(person) ?? new Map<string, string>();
    this.#notes.set(person, notes);
    return notes;
  }

  /** In the order they came. */
  subscriptionsOf(session: Session): ReadonlySet<string> {
    return this.#subscriptions.get(session) ?? none;
  }

  /** @returns false when it is new and there are too many */
  subscribe(session: Session, key: string): boolean {
    const keys = this.#subscriptions.get(session) ?? new Set<string>();
    if (!keys.has(key) && keys.size >= this.#limits.metadataSubscriptions) return false;
    this.#subscriptions.set(session, keys.add(key));
    return true;
  }

  unsubscribe(session: Session, key: string): void {
    this.#subscriptions.get(session)?.delete(key);
  }
}

/** A key as it is kept, or undefined for what cannot be one. */
export function asKey(word: string, maxBytes: number): string | undefined {
  const key = word.toLowerCase();
  return keyPattern.test(key) && key.length <= maxBytes ? key : undefined;
}

/** Why a value cannot be noted: it is too long, or one too many. */
export type NoteFault = 'value' | 'count';

/** Notes a value under a key; '' takes it away. */
export function setNote(
  notes: Notes,
  { key, value }: { readonly key: string; readonly value: string },
  limits: Pick<Limits, 'metadataKeys' | 'metadataValueBytes'>,
): NoteFault | undefined {
  if (value === '') notes.delete(key);
  else if (utf8Length(value) > limits.metadataValueBytes) return 'value';
  else if (!notes.has(key) && notes.size >= limits.metadataKeys) return 'count';
  else notes.set(key, value);
  return undefined;
}
