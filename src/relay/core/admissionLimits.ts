/**
 * What connections may hold and do, above all before they have registered. Times are in milliseconds, sizes in bytes,
 * everything else is a count. An address group is an IPv4 address or a routed IPv6 /64 (`guards/addressGroups.ts`).
 */
export interface AdmissionLimits {
  /** Connections at one time, those that have not registered included. */
  readonly maxConnections: number;
  /** Connections at one time from one address group. */
  readonly maxConnectionsPerAddress: number;
  /** Connections past `maxConnections` that are kept for this machine and for keys that came back on another day. */
  readonly keptConnections: number;
  /** Connections of one known key that get a place kept for known keys, `maxConnectionsPerAddress` or not. */
  readonly keptConnectionsPerKey: number;
  /** How long the place of a key that left is kept for it. */
  readonly keptPlaceMs: number;
  /** Connections that have not registered; as many again from known addresses, and of known keys. */
  readonly maxStrangers: number;
  /** Connections from one address group that have not registered. */
  readonly maxStrangersPerAddress: number;
  /** Bytes of one connection that wait to be read before it has registered; past it that one is closed. */
  readonly strangerBytes: number;
  /** Of what strangers may do at once and each second, the percentage that one address group may use. */
  readonly strangerSharePercent: number;
  /** Lines of all strangers together that are handled at once. */
  readonly strangerLineBurst: number;
  readonly strangerLinesPerSecond: number;
  /** What counts as one line of theirs, in bytes: a longer one counts as so many more. */
  readonly strangerLineBytes: number;
  /** TLS handshakes of all strangers together that begin at once. */
  readonly strangerHandshakeBurst: number;
  readonly strangerHandshakesPerSecond: number;
  /** The same of known addresses. */
  readonly knownHandshakeBurst: number;
  readonly knownHandshakesPerSecond: number;
  /** TLS handshakes from this machine itself that begin at once, and in each further second. */
  readonly ownHandshakeBurst: number;
  readonly ownHandshakesPerSecond: number;
  /** Registrations of all strangers together, with right passwords and wrong ones, that are decided at once. */
  readonly registrationBurst: number;
  readonly registrationsPerSecond: number;
  /**
   * Attempts to become IRC operator by password that are decided at once: of all together whose key has not come back
   * on another day, and of those of each address group whose key has.
   */
  readonly operatorLoginBurst: number;
  readonly operatorLoginsPerSecond: number;
  /** TLS handshakes under way or waiting at one time; as many again from known addresses. */
  readonly maxHandshakes: number;
  /** TLS handshakes under way or waiting at one time from one address group. */
  readonly maxHandshakesPerAddress: number;
  /** Bytes of a TLS handshake that count as one: a longer one counts as so many more. */
  readonly handshakeBytes: number;
  /** A longer TLS handshake ends the connection. */
  readonly maxHandshakeBytes: number;
  /** From its turn to the end of the TLS handshake; how long it waits for that, only the places bound. */
  readonly handshakeTimeoutMs: number;
  /** The same while all of `maxHandshakes` are taken. */
  readonly crowdedHandshakeTimeoutMs: number;
  /** Bytes after the handshake that carry no data, as TLS's key updates do; past it the connection ends. */
  readonly hiddenBytes: number;
  /** More of them for each second that it lasts. */
  readonly hiddenBytesPerSecond: number;
  /** How often they are looked at. */
  readonly hiddenBytesCheckMs: number;
  /** From the end of the handshake to the welcome. */
  readonly registrationTimeoutMs: number;
  /** Address groups that are remembered because somebody registered from there. */
  readonly knownAddresses: number;
  /** How long they are remembered. */
  readonly knownAddressMs: number;
  /** Silence after which a PING goes out. */
  readonly pingAfterMs: number;
  /** Further silence after which the connection counts as lost. */
  readonly pingTimeoutMs: number;
  /** How long `Relay.close` waits for goodbyes to arrive. */
  readonly closeTimeoutMs: number;
  /** Cost that may be run up at once before the relay reads a connection more slowly; most commands cost 1. */
  readonly floodBurst: number;
  /** Cost paid off each second. */
  readonly floodPerSecond: number;
  /** Bytes that cost 1, whatever they say. */
  readonly floodBytes: number;
  /** Lines that one command brings to others and to its sender, each as often as it has readers, without costing more; as many again cost 1. */
  readonly floodDeliveries: number;
  /** Bytes that wait for all slow readers together; past it those of the address groups go for which most waits. */
  readonly maxQueuedBytesAll: number;
  /** Bytes of all members together that have come and wait to be read; past it those of whose address groups most waits go. */
  readonly unreadBytesAll: number;
  /** Empty lines without another line between them; past it the connection is closed. */
  readonly maxEmptyLines: number;
}

export const defaultAdmissionLimits: AdmissionLimits = {
  maxConnections: 1000,
  maxConnectionsPerAddress: 100,
  keptConnections: 100,
  keptConnectionsPerKey: 8,
  keptPlaceMs: 600_000,
  maxStrangers: 200,
  maxStrangersPerAddress: 50,
  strangerBytes: 16_384,
  strangerSharePercent: 50,
  strangerLineBurst: 500,
  strangerLinesPerSecond: 500,
  strangerLineBytes: 512,
  strangerHandshakeBurst: 20,
  strangerHandshakesPerSecond: 50,
  knownHandshakeBurst: 8,
  knownHandshakesPerSecond: 100,
  ownHandshakeBurst: 40,
  ownHandshakesPerSecond: 50,
  registrationBurst: 80,
  registrationsPerSecond: 10,
  operatorLoginBurst: 10,
  operatorLoginsPerSecond: 1,
  maxHandshakes: 200,
  maxHandshakesPerAddress: 50,
  hiddenBytes: 32 * 1024,
  hiddenBytesPerSecond: 64,
  hiddenBytesCheckMs: 50,
  handshakeBytes: 1536,
  maxHandshakeBytes: 16_384,
  handshakeTimeoutMs: 10_000,
  crowdedHandshakeTimeoutMs: 2000,
  registrationTimeoutMs: 30_000,
  knownAddresses: 1000,
  knownAddressMs: 24 * 60 * 60 * 1000,
  pingAfterMs: 60_000,
  pingTimeoutMs: 30_000,
  closeTimeoutMs: 1000,
  floodBurst: 40,
  floodPerSecond: 8,
  floodBytes: 8192,
  floodDeliveries: 100,
  maxQueuedBytesAll: 96 * 1024 * 1024,
  unreadBytesAll: 32 * 1024 * 1024,
  maxEmptyLines: 100,
};
