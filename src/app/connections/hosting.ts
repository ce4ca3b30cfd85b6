import { systemClock } from '../../common/clock.ts';
import { ClientFailure } from '../../client/failure.ts';
import { dial } from '../../client/connection/dial.ts';
import type { RoomFacts } from '../../conversation/page/banner.ts';
import { localAddresses } from '../../lan/addresses.ts';
import type { EndedRun } from '../../relay/core/historyRun.ts';
import { ListenError } from '../../relay/binding.ts';
import { type RelayDied, type RelayThread, startRelayThread } from '../../relay/relayThread.ts';
import { displayFingerprint } from '../../trust/fingerprint.ts';
import type { DataNotice, HostedData } from '../../relay/workerProtocol.ts';
import type { Identity } from '../../trust/identity.ts';
import { serializeInvite } from '../../trust/invite.ts';
import type { Settings } from '../settings.ts';
import type { ConnectPlan, LiveConnection } from './liveConnection.ts';

/** Ports after the wanted one that are tried when it is taken. */
const portsToTry = 20;
/** Addresses that an invite carries. */
const maxInviteAddresses = 8;
const loopback = '127.0.0.1';
/** Milliseconds that another window of this person has to show itself. */
const otherWindowMs = 2_000;

/** How often the window that has the folder is looked for, how often one that closes, and milliseconds between two looks. */
const looks = 10;
const closingLooks = 25;
const lookMs = 200;

/** Milliseconds from the end of the relay's connections to the end of its thread, at most. */
const deathMs = 1_000;

/** All that hosting is made from. */
export interface HostPlan extends Pick<ConnectPlan, 'nick' | 'askNick' | 'log'> {
  readonly settings: Pick<Settings, 'room' | 'port' | 'open'>;
  /** Who this person is, and what the relay shows. */
  readonly me: Identity;
  readonly relayIdentity: Identity;
  /** '' for an open room. */
  readonly token: string;
  readonly version: string;
  /** The room was open here a moment ago: the window before this one may still be closing it. */
  readonly isReturning?: boolean;
  /** What the relay's thread runs. */
  readonly worker: URL;
  /** Where a window of this person hosted last: not the wanted port when that was taken. */
  readonly lastPort: number;
  /** The port that was wanted then. */
  readonly lastWanted: number;
  /** Where what is said is kept; undefined when it cannot be. */
  readonly data: HostedData | undefined;
  /** Takes what the host should know about it. */
  readonly noticed: (notice: DataNotice) => void;
  /** How the last relay ended that kept nothing, where none of this person's was there since. */
  readonly follows?: EndedRun | undefined;
  /** The relay has this port now. */
  hosted(port: number): void;
  /** It has ended. */
  ended?(run: EndedRun): void;
}

/**
 * Makes or finds the relay of this person and connects to it.
 *
 * @throws {ClientFailure | ListenError | RelayDied}; ClientFailure 'cancelled' when it was cancelled
 */
export async function hostRoom(plan: HostPlan, live: LiveConnection): Promise<void> {
  const found = await otherWindow(plan, [plan.lastPort, plan.settings.port], live.signal);
  const port =
    found !== undefined && plan.isReturning === true ? await untilGone(found, plan, live.signal) : found;
  if (port !== undefined) return live.connect(connectPlan(plan, port, true));
  const relay = await openRelay(plan, live);
  if (typeof relay === 'number') return live.connect(connectPlan(plan, relay, true));
  try {
    await live.connect(connectPlan(plan, relay.port, false));
  } catch (error) {
    throw (await deathBehind(error, relay)) ?? error;
  }
  plan.hosted(relay.port);
  void relay.ended.then(run => run && plan.ended?.(run));
  const notice = plan.data === undefined ? 'notKept' : relay.notice;
  if (notice !== undefined) plan.noticed(notice);
}

/** Waits for a window that is closing. @returns its port when it stays */
async function untilGone(port: number, plan: HostPlan, signal: AbortSignal): Promise<number | undefined> {
  for (let look = 0; look < closingLooks; look++) {
    await untilNextLook();
    if (!(await isOurs(port, plan, signal))) return undefined;
  }
  return port;
}

/** Why our own relay did not let us in, when it has died: that is told, and not what it looked like from outside. */
async function deathBehind(error: unknown, relay: RelayThread): Promise<RelayDied | undefined> {
  if (!(error instanceof ClientFailure) || error.code === 'cancelled') return undefined;
  return new Promise(resolve => {
    relay.onDeath(resolve);
    systemClock.after(deathMs, () => resolve(undefined));
  });
}

/** Our own relay, or the port of a window that was quicker. One that is on its way, or closing, has the folder for a while. */
async function openRelay(plan: HostPlan, live: LiveConnection): Promise<RelayThread | number> {
  const { lastPort, settings } = plan;
  const ports = [lastPort, ...Array.from({ length: portsToTry }, (_, more) => settings.port + more)];
  for (let look = 1; ; look++) {
    live.signal.throwIfAborted();
    // Who leaves meanwhile waits for it and closes it.
    live.relay = startRelay(plan);
    try {
      return await live.relay;
    } catch (error) {
      const isTaken = error instanceof ListenError && error.code === 'folderTaken';
      if (!isTaken || look === looks) throw error;
    }
    const port = await otherWindow(plan, ports, live.signal);
    if (port !== undefined) return port;
    await untilNextLook();
  }
}

function untilNextLook(): Promise<void> {
  return new Promise(resolve => systemClock.after(lookMs, resolve));
}

/** The port at which another window of this person hosts; undefined when none does. */
async function otherWindow(
  plan: HostPlan,
  ports: readonly number[],
  signal: AbortSignal,
): Promise<number | undefined> {
  for (const port of new Set(ports)) if (await isOurs(port, plan, signal)) return port;
  return undefined;
}

/** Whether our own key answers there. Anything else, or nothing at all, is not us. */
async function isOurs(port: number, { me, relayIdentity }: HostPlan, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(otherWindowMs)]);
  const options = { identity: me, clock: systemClock, signal: limit };
  try {
    const { stream, fingerprints } = await dial({ address: loopback, port }, options);
    stream.destroy();
    return fingerprints.key === relayIdentity.fingerprints.key;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
}

/** At the port of the last time where that was not the wanted one but the next that was free: invites go on to lead here. */
async function startRelay(plan: HostPlan): Promise<RelayThread> {
  const { lastPort, lastWanted, settings } = plan;
  const wasMoved = lastWanted === settings.port && lastPort !== settings.port;
  try {
    return await startRelayAt(
      wasMoved ? { port: lastPort, portsToTry: 1 } : { port: settings.port, portsToTry },
      plan,
    );
  } catch (error) {
    if (!wasMoved || !(error instanceof ListenError)) throw error;
    return startRelayAt({ port: settings.port, portsToTry }, plan);
  }
}

async function startRelayAt(
  at: { readonly port: number; readonly portsToTry: number },
  { settings, me, relayIdentity, token, version, worker, log, data, follows }: HostPlan,
): Promise<RelayThread> {
  const { certificate, privateKey } = relayIdentity;
  const relay = await startRelayThread(
    {
      ...at,
      identity: { certificate, privateKey },
      hostKey: me.fingerprints.key,
      host: '::',
      serverName: 'pychat.local',
      room: settings.room,
      version,
      token,
      motd: [],
      ...(data && { kept: data }),
      ...(follows && { follows }),
    },
    worker,
  );
  relay.onLog(text => log?.(`relay: ${text}`));
  return relay;
}

function connectPlan(plan: HostPlan, port: number, isOther: boolean): ConnectPlan {
  const { me, relayIdentity, nick, token, askNick, log } = plan;
  const facts = factsOf(plan, port);
  const { addresses, room } = facts;
  const { key } = relayIdentity.fingerprints;
  const invite = serializeInvite({ addresses, port, room, key, token });
  return {
    addresses: [{ address: loopback, port }],
    identity: me,
    nick,
    password: token,
    verifyHost: ({ fingerprints }) => Promise.resolve(fingerprints.key === key),
    identified: () => ({ facts, invite, isFresh: !isOther, hosting: !isOther }),
    askNick,
    numbersNick: isOther,
    ...(log && { log }),
  };
}

function factsOf({ settings, lastPort, token, relayIdentity }: HostPlan, port: number): RoomFacts {
  const { certificate, key } = relayIdentity.fingerprints;
  return {
    room: settings.room,
    port,
    addresses: localAddresses().slice(0, maxInviteAddresses),
    // At the port of the last time nobody asks why.
    ...(port !== settings.port && port !== lastPort && { wantedPort: settings.port }),
    open: settings.open,
    certificate: displayFingerprint(certificate),
    key: displayFingerprint(key),
    password: token,
  };
}
