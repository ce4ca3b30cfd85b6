#!/usr/bin/env node
/** `pychat-relay`: the relay alone, without an editor. */
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { displayFingerprint } from '../trust/fingerprint.ts';
import { createIdentity, type Identity, IdentityError, readIdentity } from '../trust/identity.ts';
import { newToken, serializeInvite } from '../trust/invite.ts';
import { type CliOptions, helpText, parseCommandLine, UsageError } from './cliOptions.ts';
import { host, type Hosting } from './host.ts';
import { ListenError } from './listener.ts';
import { ownAddresses } from './ownAddresses.ts';

/** A wrong command line, a file that cannot be read, a port that cannot be had. */
const exitFailure = 2;
const serverName = 'pychat.local';

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function readVersion(): string {
  const file = findPackageJSON(import.meta.url);
  const found: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : '0';
}

async function identityOf({ certificate, privateKey }: CliOptions): Promise<Identity> {
  if (certificate === undefined || privateKey === undefined)
    return createIdentity({ name: serverName, now: new Date() });
  return readIdentity({
    certificate: readFileSync(certificate, 'utf8'),
    privateKey: readFileSync(privateKey, 'utf8'),
  });
}

async function run(options: CliOptions): Promise<void> {
  const identity = await identityOf(options);
  const token = options.isOpen ? '' : (options.token ?? newToken());
  const motd = options.motd === undefined ? [] : readFileSync(options.motd, 'utf8').trimEnd().split(/\r?\n/);
  const version = `pychat-relay-${readVersion()}`;
  const hosting = await host({ ...options, identity, token, motd, serverName, version }, text =>
    process.stderr.write(`${text}\n`),
  );
  announce(hosting, { identity, token, room: options.room });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(hosting));
}

function announce(
  { listener }: Hosting,
  { identity, token, room }: { identity: Identity; token: string; room: string },
): void {
  const { key, certificate } = identity.fingerprints;
  const { port } = listener;
  const addresses = ownAddresses(listener.host);
  const places = addresses.map(address => (address.includes(':') ? `[${address}]` : address));
  print(`Room:        ${room}${token === '' ? ' (open to anyone)' : ''}`);
  print(`Address:     ${places.map(place => `${place}:${port}`).join(', ')}`);
  print(`Key:         ${displayFingerprint(key)}`);
  print(`Certificate: ${displayFingerprint(certificate)}`);
  if (token !== '') print(`Password:    ${token}`);
  print(`Invite:      ${serializeInvite({ addresses, port, room, key, token })}`);
}

async function stop(hosting: Hosting): Promise<void> {
  await hosting.close('The relay is stopping');
  process.exit(0);
}

/** One line for what a person can put right; anything else is a bug and keeps its stack. */
function explain(error: unknown): string {
  if (error instanceof UsageError) return `${error.message} (see --help)`;
  if (error instanceof ListenError || error instanceof IdentityError) return error.message;
  if (error instanceof Error && 'syscall' in error) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  const options = parseCommandLine(process.argv.slice(2));
  if (options === 'help') process.stdout.write(helpText);
  else if (options === 'version') print(readVersion());
  else await run(options);
} catch (error) {
  process.stderr.write(`pychat-relay: ${explain(error)}\n`);
  process.exitCode = exitFailure;
}
