/**
 * What people may hold in a relay, all together and each of them, where it outlives a command; see
 * `people/holdings.ts` for who gives way. Sizes are in bytes of UTF-8, everything else is a count.
 */
export interface HoldingLimits {
  /** Keys that are remembered with their first and last visit. */
  readonly knownKeys: number;
  /** New keys from one address group that may come in at once; a key that is known is never held up. */
  readonly newKeysAtOnce: number;
  /** New keys from it after those. */
  readonly newKeysPerMinute: number;
  /** Address groups whose new keys are counted; past it the one that brought none for longest is forgotten. */
  readonly newKeyAddresses: number;
  /** Nicks that one key may own. */
  readonly ownedNicksPerKey: number;
  /** Nicks that are owned in all. */
  readonly ownedNicks: number;
  /** Channels in all. */
  readonly maxChannels: number;
  /** Channels that belong to one key that came back on another day. */
  readonly channelsPerKey: number;
  /** Channels that belong to one key that has not. */
  readonly channelsPerNewKey: number;
  /** Lists, operators and metadata of one channel together, in bytes of the data folder. */
  readonly channelStateBytes: number;
  /** Invitations that one person has and has not used. */
  readonly maxInvitations: number;
  /** Of these, those from one key that came back on another day. */
  readonly invitationsPerKey: number;
  /** Of these, those from one key that has not. */
  readonly invitationsPerNewKey: number;
  /** Nicks given up that WHOWAS remembers, all together. */
  readonly whowasEntries: number;
  /** Of these, those of one key that came back on another day; past it its oldest is forgotten. */
  readonly whowasPerKey: number;
  /** Of these, those of one key that has not. */
  readonly whowasPerNewKey: number;
  /** Private talks between two accounts that are kept. */
  readonly privateTalks: number;
  /** Of these, those of one key that came back on another day; past it the one that rested longest is dropped. */
  readonly privateTalksPerKey: number;
  /** Of these, those of one key that has not. */
  readonly privateTalksPerNewKey: number;
  /** Channels, and as many private talks, whose history is gone and of which is remembered until when. */
  readonly goneHistories: number;
  /** Accounts of which is remembered that more of their private talks are gone. */
  readonly goneAccounts: number;
  /** Read markers of all accounts together. */
  readonly readMarkers: number;
  /** Read markers of one account, or of one connection without an account; past it the oldest is forgotten. */
  readonly readMarkersPerAccount: number;
  /** Connections for files at one time that have not asked yet or are refused; offers and pulls have limits of their own. */
  readonly maxFileConnections: number;
  /** Of these, those of one key that came back on another day. */
  readonly maxFileConnectionsPerKey: number;
  /** Of these, those of one key that has not. */
  readonly maxFileConnectionsPerNewKey: number;
  /** Files that are offered at one time, each on a connection of its own. */
  readonly maxFileOffers: number;
  /** Files offered at one time by one key that came back on another day. */
  readonly maxFileOffersPerKey: number;
  /** Files offered at one time by one key that has not. */
  readonly maxFileOffersPerNewKey: number;
  /** Files on their way at one time, those included that wait for their sender. */
  readonly maxFilePulls: number;
  /** Files on their way to one key at one time, if it came back on another day. */
  readonly maxFilePullsPerKey: number;
  /** Files on their way to one key at one time, if it has not. */
  readonly maxFilePullsPerNewKey: number;
}

export const defaultHoldingLimits: HoldingLimits = {
  knownKeys: 10_000,
  newKeysAtOnce: 40,
  newKeysPerMinute: 1,
  newKeyAddresses: 10_000,
  ownedNicksPerKey: 10,
  ownedNicks: 10_000,
  maxChannels: 1000,
  channelsPerKey: 20,
  channelsPerNewKey: 6,
  channelStateBytes: 16_384,
  maxInvitations: 50,
  invitationsPerKey: 10,
  invitationsPerNewKey: 4,
  whowasEntries: 500,
  whowasPerKey: 10,
  whowasPerNewKey: 4,
  privateTalks: 2000,
  privateTalksPerKey: 100,
  privateTalksPerNewKey: 18,
  goneHistories: 2000,
  goneAccounts: 10_000,
  readMarkers: 20_000,
  readMarkersPerAccount: 100,
  maxFileConnections: 1000,
  maxFileConnectionsPerKey: 60,
  maxFileConnectionsPerNewKey: 9,
  maxFileOffers: 1000,
  maxFileOffersPerKey: 20,
  maxFileOffersPerNewKey: 9,
  maxFilePulls: 440,
  maxFilePullsPerKey: 8,
  maxFilePullsPerNewKey: 4,
};
