import { pathToFileURL } from 'node:url';
import { ClientFailure } from '../client/failure.ts';
import { localAddresses } from '../lan/addresses.ts';
import { type RelayThread, startRelayThread } from '../relay/relayThread.ts';
import { displayFingerprint } from '../trust/fingerprint.ts';
import type { Identity } from '../trust/identity.ts';
import { serializeInvite } from '../trust/invite.ts';
import type { RoomFacts } from '../conversation/banner.ts';
import { connect, type Connected } from './connect.ts';
import type { RoomParts } from './room.ts';
import type { Secrets } from './secrets.ts';
import { type Services, versionOf } from './services.ts';
import { readSettings, type Settings } from './settings.ts';

/** Ports after the wanted one that are tried when it is taken. */
const portsToTry = 20;
/** Addresses that an invite carries. */
const maxInviteAddresses = 8;
const loopback = '127.0.0.1';
const hostedPortKey = 'pychat.hostedPort';

/** All that hosting is made from. */
interface Plan {
  readonly services: Services;
  readonly settings: Settings;
  readonly nick: string;
  readonly me: Identity;
  readonly relayIdentity: Identity;
  /** '' for an open room. */
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * Makes or finds the relay of this person and enters its room.
 *
 * @throws {ClientFailure | ListenError | SaidFailure}; ClientFailure 'cancelled' when called off
 */
export async function openRoom(given: {
  services: Services;
  secrets: Secrets;
  nick: string;
  signal: AbortSignal;
}): Promise<RoomParts> {
  const { secrets } = given;
  const settings = readSettings();
  const [me, relayIdentity, token] = await Promise.all([
    secrets.identity(),
    secrets.relayIdentity(settings),
    settings.open ? '' : secrets.roomToken(),
  ]);
  const plan: Plan = { ...given, settings, me, relayIdentity, token };
  return (await joinOtherWindow(plan)) ?? openHere(plan);
}

/** The relay of another window of this person, when that is what answers at one of the ports where it may be. */
async function joinOtherWindow(plan: Plan): Promise<RoomParts | undefined> {
  for (const port of new Set([hostedPort(plan), plan.settings.port])) {
    const connected = await connectToOurs(port, plan);
    if (connected === undefined) continue;
    const facts = factsOf(plan, port);
    return { ...connected, ...partsOf(plan, facts) };
  }
  return undefined;
}

async function connectToOurs(port: number, plan: Plan): Promise<Connected | undefined> {
  try {
    return await connectTo(port, plan, true);
  } catch (error) {
    // Anything else than our own relay there, or nothing at all.
    if (error instanceof ClientFailure && error.code !== 'cancelled') return undefined;
    throw error;
  }
}

/** Where a window of this person hosted last: not the wanted port when that was taken. */
function hostedPort({ services, settings }: Plan): number {
  const port: unknown = services.context.globalState.get(hostedPortKey);
  return typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65_535
    ? port
    : settings.port;
}

async function openHere(plan: Plan): Promise<RoomParts> {
  const relay = await startRelay(plan);
  try {
    const connected = await connectTo(relay.port, plan, false);
    await plan.services.context.globalState.update(hostedPortKey, relay.port);
    const facts = factsOf(plan, relay.port);
    return { ...connected, relay, ...partsOf(plan, facts) };
  } catch (error) {
    await relay.close('');
    throw error;
  }
}

async function startRelay({ services, settings, me, relayIdentity, token }: Plan): Promise<RelayThread> {
  const { certificate, privateKey } = relayIdentity;
  const worker = pathToFileURL(services.context.asAbsolutePath('dist/relayWorker.js'));
  const relay = await startRelayThread(
    {
      identity: { certificate, privateKey },
      hostKey: me.fingerprints.key,
      host: '::',
      port: settings.port,
      portsToTry,
      serverName: 'pychat.local',
      room: settings.room,
      version: versionOf(services.context),
      token,
      motd: [],
    },
    worker,
  );
  relay.onLog(text => services.log.debug(`relay: ${text}`));
  return relay;
}

function connectTo(port: number, plan: Plan, otherWindow: boolean): Promise<Connected> {
  const { me, relayIdentity, settings, nick, token, services, signal } = plan;
  const options = {
    addresses: [{ address: loopback, port }],
    identity: me,
    nick,
    password: token,
    room: settings.room,
    verifyHost: ({ fingerprints }: { fingerprints: { key: string } }) =>
      Promise.resolve(fingerprints.key === relayIdentity.fingerprints.key),
  };
  return connect(options, services, { signal, numberNick: otherWindow });
}

function factsOf({ settings, token, relayIdentity }: Plan, port: number): RoomFacts {
  const { certificate, key } = relayIdentity.fingerprints;
  return {
    room: settings.room,
    port,
    addresses: localAddresses().slice(0, maxInviteAddresses),
    ...(port !== settings.port && { wantedPort: settings.port }),
    open: settings.open,
    certificate: displayFingerprint(certificate),
    key: displayFingerprint(key),
    password: token,
  };
}

function partsOf(plan: Plan, facts: RoomFacts): Omit<RoomParts, keyof Connected | 'relay'> {
  const { me, relayIdentity } = plan;
  return {
    place: placeOf(plan, facts.port),
    facts,
    identity: me,
    hostKey: relayIdentity.fingerprints.key,
    invite: inviteOf(plan, facts),
  };
}

function placeOf({ settings }: Plan, port: number): RoomParts['place'] {
  return { address: localAddresses()[0] ?? loopback, port, room: settings.room, since: Date.now() };
}

function inviteOf({ relayIdentity, token }: Plan, facts: RoomFacts): string {
  const { addresses, port, room } = facts;
  return serializeInvite({ addresses, port, room, key: relayIdentity.fingerprints.key, token });
}
