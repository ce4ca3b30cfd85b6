/**
 * What the relay bounds by choice. What the protocol bounds is in `irc/limits.ts`. Times are in milliseconds, sizes in
 * bytes of UTF-8, everything else is a count.
 */
export interface Limits {
  /** Connections at one time, those that have not registered included. */
  readonly maxConnections: number;
  /** Connections at one time from one address. */
  readonly maxConnectionsPerAddress: number;
  /** TLS handshakes under way at one time. */
  readonly maxHandshakes: number;
  /** TLS handshakes under way at one time from one address. */
  readonly maxHandshakesPerAddress: number;
  /** From the first packet to the end of the TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** From the end of the handshake to the welcome. */
  readonly registrationTimeoutMs: number;
  /** Silence after which a PING goes out. */
  readonly pingAfterMs: number;
  /** Further silence after which the connection counts as lost. */
  readonly pingTimeoutMs: number;
  /** How long `Relay.close` waits for goodbyes to arrive. */
  readonly closeTimeoutMs: number;
  /** Wrong passwords from one address within `passwordWindowMs`; then it is turned away until the window has passed. */
  readonly maxWrongPasswords: number;
  readonly passwordWindowMs: number;
  readonly nickBytes: number;
  readonly userBytes: number;
  readonly realNameBytes: number;
  readonly channelBytes: number;
  readonly topicBytes: number;
  /** The reason given with PART and QUIT; what is longer is cut. */
  readonly reasonBytes: number;
  /** Channels one person may be in. */
  readonly maxChannelsPerPerson: number;
  /** Channels in all. */
  readonly maxChannels: number;
  /** Receivers named in one PRIVMSG, NOTICE or TAGMSG. */
  readonly maxTargets: number;
  /** Bytes that wait for a slow reader; past it that one is dropped. */
  readonly maxQueuedBytes: number;
  /** A multiline message: the text of all lines and the line feeds between them. */
  readonly multilineBytes: number;
  /** A multiline message's lines. */
  readonly multilineLines: number;
  /** Cost that may be run up at once before the relay reads a connection more slowly; most commands cost 1. */
  readonly floodBurst: number;
  /** Cost paid off each second. */
  readonly floodPerSecond: number;
}

export const defaultLimits: Limits = {
  maxConnections: 1000,
  maxConnectionsPerAddress: 100,
  maxHandshakes: 200,
  maxHandshakesPerAddress: 50,
  handshakeTimeoutMs: 10_000,
  registrationTimeoutMs: 30_000,
  pingAfterMs: 60_000,
  pingTimeoutMs: 30_000,
  closeTimeoutMs: 1000,
  maxWrongPasswords: 10,
  passwordWindowMs: 60_000,
  nickBytes: 30,
  userBytes: 16,
  realNameBytes: 100,
  channelBytes: 64,
  topicBytes: 300,
  reasonBytes: 200,
  maxChannelsPerPerson: 50,
  maxChannels: 1000,
  maxTargets: 4,
  maxQueuedBytes: 2 * 1024 * 1024,
  multilineBytes: 65_536,
  multilineLines: 1000,
  floodBurst: 40,
  floodPerSecond: 8,
};
