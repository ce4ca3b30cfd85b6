import { BoundedMap } from '../../common/boundedMap.ts';
import type { Clock } from '../../common/clock.ts';
import type { Limits } from '../core/limits.ts';
import type { Peer } from '../core/session.ts';
import type { SavedVisitor } from '../data/relayStore.ts';
import type { AddressGroups } from '../guards/addressGroups.ts';
import { FloodMeter } from '../guards/floodMeter.ts';
import type { Holder } from './holdingBook.ts';
import { Holdings } from './holdings.ts';

export interface VisitorsOptions {
  readonly limits: Pick<Limits, 'knownKeys' | 'newKeysAtOnce' | 'newKeysPerMinute' | 'newKeyAddresses'>;
  readonly clock: Clock;
  readonly groups: Pick<AddressGroups, 'of'>;
  /** Keys that count as having come back from the first moment on: the host's, and operators' of the main room. */
  readonly isTrusted: (key: string) => boolean;
  /** Called with a key after each change of what `saved` gives for it. */
  readonly onChanged: (key: string) => void;
}

const dayMs = 24 * 60 * 60 * 1000;
/** From the first visit of a key to one that shows that it is no throw-away. */
const comesBackAfterMs = 8 * 60 * 60 * 1000;

/**
 * The keys that have been here, and which of them came back on another day. Keys cost nothing and many people may share
 * an address, so that neither alone says who is who; to come back takes at least time.
 */
export class Visitors {
  readonly #options: VisitorsOptions;
  readonly #byKey = new Map<string, SavedVisitor>();
  readonly #held: Holdings<string>;
  /** What new keys of an address group have left; whoever is not here has all. */
  readonly #newKeys: BoundedMap<string, FloodMeter>;

  constructor(options: VisitorsOptions) {
    this.#options = options;
    const { knownKeys: total, newKeyAddresses } = options.limits;
    this.#newKeys = new BoundedMap(newKeyAddresses);
    this.#held = new Holdings({
      shares: { total, perKey: 1, perNewKey: 1 },
      isRegular: key => this.isRegular(key),
      onEvicted: key => {
        this.#byKey.delete(key);
        options.onChanged(key);
      },
      onRefused: () => undefined,
    });
  }

  /** Whether a key has been here, or needs not to. */
  isKnown(key: string): boolean {
    return this.#byKey.has(key) || this.#options.isTrusted(key);
  }

  /** Whether a key came back on another day, or needs not to. */
  isRegular(key: string): boolean {
    return this.#byKey.get(key)?.cameBack === true || this.#options.isTrusted(key);
  }

  /** Somebody comes in. @returns false for a new key where too many came from one address group of late */
  arrive({ key, address }: Peer): boolean {
    if (key === undefined) return true;
    const { clock, groups, isTrusted } = this.#options;
    const now = clock.now();
    const known = this.#byKey.get(key);
    const lastGroup = groups.of(address);
    // What was taken over from an older data folder has none.
    const group = known === undefined || known.group === '' ? lastGroup : known.group;
    if (known === undefined && !isTrusted(key) && !this.#allows(group, now)) return false;
    if (known !== undefined || this.#held.add(key, { id: key, group })) {
      this.#held.setInUse(key, true);
      const visitor = known ?? { key, firstSeen: now, cameBack: false };
      this.#byKey.set(key, visited({ ...visitor, group, lastGroup }, now));
      this.#options.onChanged(key);
    }
    return true;
  }

  /** The last connection of a key is gone. */
  left(key: string): void {
    this.#held.setInUse(key, false);
  }

  /** Under whom is counted what somebody holds. */
  holderOf({ key, address }: Peer): Holder {
    if (key === undefined) {
      const group = this.#options.groups.of(address);
      return { id: `at ${group}`, group, isShared: true };
    }
    return { id: key, group: this.#byKey.get(key)?.group ?? this.#options.groups.of(address) };
  }

  /** The same for a key that may not be here now; undefined for nobody in particular. */
  holderOfKey(key: string | undefined): Holder {
    if (key === undefined) return { id: 'nobody', group: '', isShared: true };
    return { id: key, group: this.#byKey.get(key)?.group ?? '' };
  }

  /** What is known of a key, as plain data. */
  saved(key: string): SavedVisitor | undefined {
    return this.#byKey.get(key);
  }

  /** Takes what `saved` gave, as far as the limits allow; those who came back first. */
  restore(saved: readonly SavedVisitor[]): void {
    for (const wanted of [true, false])
      for (const visitor of saved) {
        const { key, group, cameBack } = visitor;
        if (cameBack !== wanted || this.#byKey.has(key)) continue;
        this.#byKey.set(key, visitor);
        if (!this.#held.restore(key, { id: key, group })) this.#byKey.delete(key);
      }
  }

  #allows(group: string, now: number): boolean {
    const { newKeysAtOnce: floodBurst, newKeysPerMinute } = this.#options.limits;
    const limits = { floodBurst, floodPerSecond: newKeysPerMinute / 60 };
    const meter = this.#newKeys.get(group) ?? new FloodMeter(limits, now);
    this.#newKeys.set(group, meter);
    return meter.trySpend(1, now);
  }
}

function visited(visitor: Omit<SavedVisitor, 'lastSeen'>, now: number): SavedVisitor {
  const { firstSeen } = visitor;
  const isOtherDay = Math.floor(now / dayMs) > Math.floor(firstSeen / dayMs);
  const cameBack = visitor.cameBack || (isOtherDay && now - firstSeen >= comesBackAfterMs);
  return { ...visitor, lastSeen: now, cameBack };
}
