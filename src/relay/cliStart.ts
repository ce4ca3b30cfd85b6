import { systemClock } from '../common/clock.ts';
import { fitsLine } from '../irc/message.ts';
import { displayFingerprint } from '../trust/fingerprint.ts';
import {
  createIdentity,
  type Identity,
  IdentityError,
  maxPemLength,
  readIdentity,
} from '../trust/identity.ts';
import { newToken, serializeInvite } from '../trust/invite.ts';
import type { CliOptions } from './program/cliOptions.ts';
import { type DataFolder, openDataFolder } from './data/dataFolder.ts';
import { host, type Hosting } from './host.ts';
import { defaultLimits } from './core/limits.ts';
import { ListenError } from './binding.ts';
import { ownAddresses } from './program/ownAddresses.ts';
import { FileError, readTextFile } from './program/readTextFile.ts';

/** A relay that runs alone. */
export interface Running {
  /** What whoever started it should know: where it is, and how to get in. */
  readonly announcement: readonly string[];
  /** Says goodbye to everyone, frees the port, and writes what the data folder keeps. */
  close(reason: string): Promise<void>;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Bytes of the text that greets everyone. */
const maxMotdBytes = 65_536;

/**
 * Starts the relay that was asked for.
 *
 * @param version of the program
 * @param log takes what went wrong later on, one line at a time
 * @throws {FileError}; {ListenError}; {DataError}
 */
export async function startRelay(
  options: CliOptions,
  version: string,
  log: (text: string) => void,
): Promise<Running> {
  const motd = options.motd === undefined ? [] : readMotd(options.motd);
  const given = identityFromFiles(options);
  const folder = await openFolder(options, log);
  try {
    const identity = given ?? (await newIdentity(options, folder));
    const token = options.isOpen ? '' : (options.token ?? (await folder?.token()) ?? newToken());
    const hostOptions = { ...options, identity, token, motd, version: `pychat-relay-${version}` };
    const hosting = await host(hostOptions, log, folder?.store).catch((error: unknown) => {
      throw namingPort(error, options);
    });
    const close = async (reason: string): Promise<void> => {
      // What is kept is how things are now, before everyone leaves.
      const kept = folder?.close();
      await hosting.close(reason);
      await kept;
    };
    return { announcement: announcementOf(hosting, { identity, token, options }), close };
  } catch (error) {
    await folder?.close();
    throw error;
  }
}

function openFolder(
  { data, limits, keepDays }: CliOptions,
  log: (text: string) => void,
): Promise<DataFolder> | undefined {
  if (data === undefined) return undefined;
  return openDataFolder(data, {
    limits: { ...defaultLimits, ...limits },
    clock: systemClock,
    keepMs: keepDays * dayMs,
    log,
  });
}

function identityFromFiles({ certificate, privateKey }: CliOptions): Identity | undefined {
  if (certificate === undefined || privateKey === undefined) return undefined;
  const pem = {
    certificate: readTextFile(certificate, maxPemLength),
    privateKey: readTextFile(privateKey, maxPemLength),
  };
  try {
    return readIdentity(pem);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    throw new FileError(`${certificate} and ${privateKey} cannot be used: ${error.message}`);
  }
}

function newIdentity({ serverName }: CliOptions, folder: DataFolder | undefined): Promise<Identity> {
  return folder?.identity(serverName) ?? createIdentity({ name: serverName, now: new Date() });
}

function readMotd(file: string): string[] {
  const text = readTextFile(file, maxMotdBytes).trimEnd();
  const lines = text === '' ? [] : text.split(/\r?\n/);
  const bad = lines.findIndex(line => !fitsLine(line));
  if (bad >= 0) throw new FileError(`${file} line ${bad + 1} holds a character that IRC cannot carry`);
  return lines;
}

function namingPort(error: unknown, { port, portsToTry }: CliOptions): unknown {
  const isTheOne = error instanceof ListenError && error.code === 'portsTaken' && portsToTry === 1;
  return isTheOne ? new ListenError(error.code, `port ${port} is taken`) : error;
}

function announcementOf(
  { listener }: Hosting,
  { identity, token, options }: { identity: Identity; token: string; options: CliOptions },
): string[] {
  const { key, certificate } = identity.fingerprints;
  const { room, isOpen, password } = options;
  const { port } = listener;
  const addresses = ownAddresses(listener.host);
  const places = addresses.map(address => `${address.includes(':') ? `[${address}]` : address}:${port}`);
  return [
    `Room:        ${room}${isOpen ? ' (open to anyone)' : ''}`,
    `Address:     ${places.join(', ')}`,
    `Key:         ${displayFingerprint(key)}`,
    `Certificate: ${displayFingerprint(certificate)}`,
    ...(isOpen ? [] : [`Password:    ${token}${password === undefined ? '' : ' (or your own)'}`]),
    `Invite:      ${serializeInvite({ addresses, port, room, key, token })}`,
  ];
}
