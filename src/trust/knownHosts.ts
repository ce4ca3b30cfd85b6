/** A place to keep values between sessions; VS Code's `Memento` is one. */
export interface KeyValueStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** A host that was joined before. */
export interface KnownHost {
  /** As it was connected to: an IP address or a host name. */
  readonly address: string;
  readonly port: number;
  /** SHA-256 of its public key, 64 lower-case hexadecimal digits. */
  readonly key: string;
  readonly room: string;
  /** Milliseconds since 1970. */
  readonly lastJoined: number;
}

/** An attempt to put another key in the place of the one that is remembered. The message is for the log. */
export class KnownHostError extends Error {
  override readonly name = 'KnownHostError';
  readonly reason = 'changed';
}

/** Hosts that are remembered; the one joined longest ago goes first. */
export const maxKnownHosts = 50;

const storeKey = 'pychat.knownHosts';

/** The hosts joined before, by address and port, each with the key it had to show. */
export class KnownHosts {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  /** Newest first. What is stored was written by some version or by somebody's hand: entries that are wrong are left out. */
  all(): KnownHost[] {
    const stored = this.#store.get(storeKey);
    if (!Array.isArray(stored)) return [];
    const hosts = stored.filter(isKnownHost).sort((one, other) => other.lastJoined - one.lastJoined);
    return hosts
      .filter((host, index) => hosts.findIndex(other => samePlace(host, other)) === index)
      .slice(0, maxKnownHosts);
  }

  /** What `key` at this address means: the key expected there, none is remembered, or another one is. */
  check(address: string, port: number, key: string): 'known' | 'unknown' | 'changed' {
    const known = this.#find({ address, port });
    if (!known) return 'unknown';
    return known.key === key ? 'known' : 'changed';
  }

  /**
   * Keeps a host, or renews what is kept of it.
   *
   * @throws {KnownHostError} when another key is remembered for its address and port: that one must be forgotten first
   */
  async remember(host: KnownHost): Promise<void> {
    if (!isKnownHost(host)) throw new TypeError('not a host that could be joined');
    const known = this.#find(host);
    if (known && known.key !== host.key) {
      throw new KnownHostError(`another key is remembered for ${host.address} port ${host.port}`);
    }
    const others = this.all().filter(other => !samePlace(host, other));
    await this.#store.update(storeKey, [host, ...others].slice(0, maxKnownHosts));
  }

  /** Forgets the host at this address and port, if there is one. */
  async forget(address: string, port: number): Promise<void> {
    const others = this.all().filter(other => !samePlace({ address, port }, other));
    await this.#store.update(storeKey, others);
  }

  #find(place: Place): KnownHost | undefined {
    return this.all().find(host => samePlace(host, place));
  }
}

type Place = Pick<KnownHost, 'address' | 'port'>;

/** Host names and IPv6 addresses are the same in either case. */
function samePlace(one: Place, other: Place): boolean {
  return one.port === other.port && one.address.toLowerCase() === other.address.toLowerCase();
}

function isKnownHost(value: unknown): value is KnownHost {
  if (typeof value !== 'object' || value === null) return false;
  const { address, port, key, room, lastJoined } = value as Record<string, unknown>;
  return (
    isWord(address, 255) &&
    typeof port === 'number' &&
    Number.isInteger(port) &&
    port >= 1 &&
    port <= 65_535 &&
    typeof key === 'string' &&
    /^[0-9a-f]{64}$/.test(key) &&
    isWord(room, 255) &&
    typeof lastJoined === 'number' &&
    Number.isFinite(lastJoined)
  );
}

// eslint-disable-next-line no-control-regex -- neither an address nor a channel's name holds control characters
const wordPattern = /^[^\x00-\x20\x7f]+$/;

function isWord(value: unknown, maxLength: number): boolean {
  return typeof value === 'string' && value.length <= maxLength && wordPattern.test(value);
}
