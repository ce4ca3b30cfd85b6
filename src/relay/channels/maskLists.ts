import { foldCase } from '../../irc/names.ts';
import { type BanMask, banSubject, type BanSubject, forPerson, parseBanMask } from './banMask.ts';
import type { SavedChannel, SavedMask } from '../data/relayStore.ts';
import type { Session } from '../core/session.ts';

/** Bans, exceptions from them, and exceptions from `+i`. https://modern.ircdocs.horse/#channel-modes */
export const maskListLetters = ['b', 'e', 'I'] as const;

export type MaskListLetter = (typeof maskListLetters)[number];

/** Whether a mode letter is one of `maskListLetters`. */
export function isMaskList(letter: string): letter is MaskListLetter {
  return letter === 'b' || letter === 'e' || letter === 'I';
}

/** An entry, who set it, and when (milliseconds since 1970). */
export interface MaskEntry {
  readonly mask: BanMask;
  readonly by: string;
  readonly at: number;
}

/** An entry as plain data. */
export function asSaved({ mask: { text: mask, key }, by, at }: MaskEntry): SavedMask {
  return { mask, by, at, ...(key !== undefined && { key }) };
}

/** Whether somebody may speak, under the name they had then. */
interface Verdict {
  readonly source: string;
  readonly isSilenced: boolean;
}

/** The three mask lists of one channel. Who may change them, and how long they may get, is for the caller to say. */
export class MaskLists {
  readonly #entries: Readonly<Record<MaskListLetter, Map<string, MaskEntry>>> = {
    b: new Map(),
    e: new Map(),
    I: new Map(),
  };
  #verdicts = new WeakMap<Session, Verdict>();

  /** Entries in all three. */
  get size(): number {
    return this.#entries.b.size + this.#entries.e.size + this.#entries.I.size;
  }

  /** The entries of one list, oldest first. */
  entries(letter: MaskListLetter): Iterable<MaskEntry> {
    return this.#entries[letter].values();
  }

  has(letter: MaskListLetter, mask: BanMask): boolean {
    return this.#entries[letter].has(foldCase(mask.text));
  }

  add(letter: MaskListLetter, entry: MaskEntry): void {
    this.#verdicts = new WeakMap();
    this.#entries[letter].set(foldCase(entry.mask.text), entry);
  }

  /** @returns the entry taken away, whatever the case it was written in */
  remove(letter: MaskListLetter, mask: BanMask): MaskEntry | undefined {
    this.#verdicts = new WeakMap();
    const key = foldCase(mask.text);
    const entry = this.#entries[letter].get(key);
    this.#entries[letter].delete(key);
    return entry;
  }

  /** Whether somebody may not come in. */
  bans(subject: BanSubject): boolean {
    return this.#finds('b', subject, false) && !this.#finds('e', subject, false);
  }

  /**
   * Whether somebody may not speak: banned, or muted. It is asked of every message, and found out once until the lists
   * or the nick change.
   */
  silences(session: Session): boolean {
    if (this.#entries.b.size === 0) return false;
    const { source } = session;
    const known = this.#verdicts.get(session);
    if (known?.source === source) return known.isSilenced;
    const isSilenced = this.#isSilenced(banSubject(session));
    this.#verdicts.set(session, { source, isSilenced });
    return isSilenced;
  }

  /** Whether somebody needs no invitation. */
  invites(subject: BanSubject): boolean {
    return this.#finds('I', subject, false);
  }

  /** The lists as plain data. */
  save(): SavedChannel['lists'] {
    const saved = (letter: MaskListLetter): SavedMask[] => Array.from(this.entries(letter), asSaved);
    return { b: saved('b'), e: saved('e'), I: saved('I') };
  }

  /** Takes entries from plain data, at most `max.entries` of `max.bytes` each; what is no entry is passed over. */
  restore(lists: SavedChannel['lists'], max: { entries: number; bytes: number }): void {
    for (const letter of maskListLetters)
      for (const { mask: text, by, at, key } of lists[letter]) {
        const mask = parseBanMask(text, max.bytes);
        if (mask === undefined || this.size >= max.entries) continue;
        this.add(letter, {
          mask: key === undefined ? mask : forPerson(mask, { key }, letter !== 'b'),
          by,
          at,
        });
      }
  }

  /** An exception from bans is one from mutes too. */
  #isSilenced(subject: BanSubject): boolean {
    if (this.bans(subject)) return true;
    const isExempt = this.#finds('e', subject, true) || this.#finds('e', subject, false);
    return !isExempt && this.#finds('b', subject, true);
  }

  #finds(letter: MaskListLetter, subject: BanSubject, onlyMutes: boolean): boolean {
    for (const { mask } of this.#entries[letter].values())
      if (mask.onlyMutes === onlyMutes && mask.matches(subject)) return true;
    return false;
  }
}
