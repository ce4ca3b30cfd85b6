import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '../common/clock.ts';
import { foldCase } from '../irc/names.ts';
import { Accounts } from './accounts/accounts.ts';
import { Channels } from './channels/channels.ts';
import type { RelayState } from './core/context.ts';
import { keyOf, savedKinds } from './data/savedKinds.ts';
import type { RelayStore, SavedKind, SavedSources } from './data/relayStore.ts';
import { DeliveryPace } from './delivery/deliveryPace.ts';
import type { FanOut } from './delivery/fanOut.ts';
import { Histories } from './history/histories.ts';
import { newRun } from './core/historyRun.ts';
import { defaultLimits, type Limits } from './core/limits.ts';
import { QuietLog } from './core/quietLog.ts';
import { RelayTime } from './core/relayTime.ts';
import { AddressGroups } from './guards/addressGroups.ts';
import { FairQueue } from './guards/fairQueue.ts';
import { OpenBatches } from './guards/openBatches.ts';
import { KnownPeers } from './guards/knownPeers.ts';
import { HostNotices } from './people/hostNotices.ts';
import { Metadata } from './metadata/metadata.ts';
import { Monitors } from './people/monitors.ts';
import { OperatorGuard } from './people/operatorGuard.ts';
import { PasswordGuard } from './guards/passwordGuard.ts';
import { Population } from './people/population.ts';
import { ReadMarkerStore } from './people/readMarkerStore.ts';
import type { RelayOptions } from './relayOptions.ts';
import { Roster } from './people/roster.ts';
import { Visitors } from './people/visitors.ts';
import { Whowas } from './people/whowas.ts';

export interface StateParts extends Pick<RelayState, 'onRegistered' | 'onBug'> {
  readonly fanOut: FanOut;
}

/** Makes what all handlers work on, with what the store has kept, and tells the store of each change from now on. */
export function createState(options: RelayOptions, { fanOut, ...parts }: StateParts): RelayState {
  const { store, clock = systemClock, description = 'PyChat relay', operators = [] } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const time = new RelayTime(clock);
  const newId = options.newId ?? numberedIds(randomBytes(8).toString('hex'));
  const kept = keptParts({ relay: options, clock, time, limits, fanOut, newId });
  if (store !== undefined) restore(kept, time, store);
  return {
    ...kept,
    serverName: options.serverName,
    description,
    version: options.version,
    motd: options.motd,
    hostKey: options.hostKey,
    operatorGuard: new OperatorGuard(operators),
    monitors: new Monitors(limits),
    whowas: new Whowas(limits, kept.visitors),
    population: new Population(),
    metadata: new Metadata(limits),
    store,
    guard: new PasswordGuard([options.token, options.password ?? '']),
    ...queues(limits, clock),
    fanOut,
    deliveryPace: new DeliveryPace({ limits, clock, known: kept.known, onBug: parts.onBug }),
    openBatches: new OpenBatches({
      maxBytes: limits.openBatchBytesAll,
      groupOf: ({ peer: { address } }) => kept.known.groupOf(address),
    }),
    startedAt: time.now(),
    run: (store ?? options.follows)?.run ?? newRun(kept.histories.losses.mayHaveLostUntil),
    limits,
    clock,
    time,
    newId,
    newEventId: numberedIds(`${clock.now().toString(36)}-`),
    ...parts,
  };
}

/** Where those who are not known wait for their turn. */
function queues(limits: Limits, clock: Clock): Pick<RelayState, 'registrations' | 'operatorLogins'> {
  const common = { sharePercent: limits.strangerSharePercent, clock };
  const queue = (burst: number, perSecond: number): FairQueue =>
    new FairQueue({ burst, perSecond, ...common });
  return {
    registrations: queue(limits.registrationBurst, limits.registrationsPerSecond),
    operatorLogins: queue(limits.operatorLoginBurst, limits.operatorLoginsPerSecond),
  };
}

type Kept = Pick<
  RelayState,
  'roster' | 'visitors' | 'known' | 'accounts' | 'channels' | 'histories' | 'readMarkers' | 'notices' | 'log'
>;

interface KeptOptions extends Pick<RelayState, 'clock' | 'time' | 'limits' | 'newId'> {
  readonly relay: RelayOptions;
  readonly fanOut: FanOut;
}

/** What may outlive the relay, the roster, which tells whose nicks are in use, and what hears of refusals. */
function keptParts({ relay, newId, ...options }: KeptOptions): Kept {
  const { clock, time, limits } = options;
  const { serverName, hostKey, store, follows } = relay;
  const roster = new Roster();
  const log = new QuietLog(clock, relay.log);
  const notices = new HostNotices({ time, roster, serverName, hostKey, log });
  const isTrusted = (key: string): boolean => key === hostKey || channels.main.operatorKeys.has(key);
  const groups = new AddressGroups(clock);
  const visited = (key: string): void => store?.changed('visitors', key);
  const visitors = new Visitors({ limits, clock, groups, isTrusted, onChanged: visited });
  const known = new KnownPeers({
    limits,
    clock,
    groups,
    isKnownKey: key => visitors.isKnown(key),
    isRegularKey: key => visitors.isRegular(key),
  });
  const common = { limits, visitors, notices };
  const channels = new Channels(relay.room, { ...options, ...common, keepsChannels: store !== undefined });
  const readMarkers = new ReadMarkerStore(common);
  channels.onRenamed(({ channel, from }) => readMarkers.rename(foldCase(from), foldCase(channel.name)));
  if (store === undefined) time.passed(follows?.endedAt ?? 0);
  // Without a store nothing is here of what was said before.
  const mayHaveLostUntil = store?.mayHaveLostUntil ?? follows?.lostUntil ?? time.now();
  const earlierLosses = store?.earlierLosses ?? [];
  const keepMs = relay.keepMs ?? store?.keepMs;
  const losses = { mayHaveLostUntil, earlierLosses };
  const histories = new Histories({ ...common, ...losses, clock, channels, newId, time, keepMs });
  if (store === undefined) histories.losses.restore(follows?.losses ?? []);
  const onChanged = (nick: string): void => store?.changed('owners', nick);
  const accounts = new Accounts({ ...common, clock, roster, onChanged });
  return { roster, visitors, known, accounts, channels, histories, readMarkers, notices, log };
}

/** Who came back decides what others keep, and history is only for rooms that are there. Changes from here on are kept. */
function restore(kept: Kept, time: RelayTime, store: RelayStore): void {
  const { visitors, known, accounts, channels, readMarkers, histories } = kept;
  const sources: SavedSources = {
    visitors: key => visitors.saved(key),
    owners: key => accounts.saved(key),
    channels: key => channels.saved(key),
    readMarkers: key => readMarkers.saved(key),
    losses: key => histories.losses.saved(key),
  };
  store.start({ sources, history: () => histories.saved() });
  if (store.state.visitors.length === 0) takeOverMembers(visitors, store);
  visitors.restore(store.state.visitors);
  known.restore(store.state.visitors);
  channels.restore(store.state.channels);
  accounts.restore(store.state.owners);
  readMarkers.restore(store.state.readMarkers);
  time.passed(store.mayHaveLostUntil);
  for (const event of store.events) time.passed(event.time);
  histories.store = store;
  for (const gone of histories.restore(store.events)) store.forget(gone);
  histories.losses.restore(store.state.losses);
  histories.losses.restore(Array.from(store.droppedUntil, ([target, until]) => ({ target, until })));
  for (const kind of savedKinds) dropGone(kind, sources, store);
  channels.onChanged(key => store.changed('channels', key));
  readMarkers.onChanged(key => store.changed('readMarkers', key));
}

/** A data folder from before visitors were kept does not say who came back; whoever has something in it counts so. */
function takeOverMembers(visitors: Visitors, store: RelayStore): void {
  const { state } = store;
  const keys = new Set([
    ...state.owners.map(({ key }) => key),
    ...state.channels.flatMap(({ operatorKeys }) => operatorKeys),
    ...state.readMarkers.map(({ account }) => account),
  ]);
  const unknown = { group: '', firstSeen: 0, lastSeen: 0 };
  visitors.restore([...keys].map(key => ({ ...unknown, key, cameBack: true })));
  for (const key of keys) store.changed('visitors', key);
}

/** What was kept and has not come back does not stay in the store either. */
function dropGone(kind: SavedKind, sources: SavedSources, store: RelayStore): void {
  for (const value of store.state[kind]) {
    const key = keyOf(kind, value);
    if (sources[kind](key) === undefined) store.changed(kind, key);
  }
}

/** Identifiers that nobody else makes, cheaply: they need to be unique and not secret. */
function numberedIds(prefix: string): () => string {
  let last = 0;
  return () => prefix + (++last).toString(36);
}
