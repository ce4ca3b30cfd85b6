import { parseArgs } from 'node:util';
import { defaultTlsPort } from '../../irc/limits.ts';
import {
  descriptionOf,
  fileOf,
  hostOf,
  numberOf,
  operatorsOf,
  passwordOf,
  portOf,
  roomOf,
  serverNameOf,
  tokenOf,
} from './cliChecks.ts';
import { flagKinds, type FlagName, type Setting, CliSettings, UsageError } from './cliFlags.ts';
import { readConfig } from './configFile.ts';
import type { OperatorLogin } from '../people/operatorLogin.ts';
import { defaultLimits, type Limits } from '../core/limits.ts';

/** What `pychat-relay` was asked for, by its command line and its file of settings. */
export interface CliOptions {
  readonly host: string;
  readonly port: number;
  /** Ports tried from `port` upwards: only the one that was named, or a few when none was. */
  readonly portsToTry: number;
  readonly serverName: string;
  readonly description: string;
  readonly room: string;
  readonly isOpen: boolean;
  readonly operators: readonly OperatorLogin[];
  /** What differs from the default. */
  readonly limits: Partial<Limits>;
  /** How long the data folder keeps history; 0 for nothing. */
  readonly keepDays: number;
  /** Files, and a folder. */
  readonly certificate?: string;
  readonly privateKey?: string;
  readonly motd?: string;
  readonly data?: string;
  readonly token?: string;
  readonly password?: string;
  /** What the person should know before anything else. */
  readonly warnings: readonly string[];
}

/** Ports that are tried when none is named. */
const defaultPortsToTry = 10;

const defaultKeepDays = 1;

/** The most that `--keep-days` takes. */
const mostKeepDays = 3650;

/** The most that `--max-connections` takes. */
const mostConnections = 100_000;

/**
 * Reads the command line, without the program's name, and the file of settings it names.
 *
 * @throws {UsageError}; {FileError} when the file of settings cannot be read
 */
export function parseCommandLine(args: readonly string[]): CliOptions | 'help' | 'version' {
  const { config, help, version, ...values } = parse(args);
  if (help === true) return 'help';
  if (version === true) return 'version';
  const typed = settingsOf(values);
  if (typeof config !== 'string') return optionsOf(typed, []);
  const { settings, isExposed } = readConfig(config);
  const warnings = isExposed ? [`${config} holds secrets and anybody here can read it: chmod 600`] : [];
  return optionsOf([...typed, ...withoutOverruled(settings, typed)], warnings);
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parse(args: readonly string[]): Values {
  const options = Object.fromEntries(Object.entries(flagKinds).map(([name, kind]) => [name, rowOf(kind)]));
  const others = { config: rowOf('text'), help: rowOf('switch'), version: rowOf('switch') };
  try {
    return parseArgs({ args: [...args], options: { ...options, ...others }, allowPositionals: false }).values;
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(line);
  }
}

function rowOf(kind: (typeof flagKinds)[FlagName]): { type: 'string' | 'boolean'; multiple: boolean } {
  return { type: kind === 'switch' ? 'boolean' : 'string', multiple: kind === 'list' };
}

function settingsOf(values: Values): Setting[] {
  return (Object.keys(flagKinds) as FlagName[]).flatMap(name => {
    const given = [values[name] ?? []].flat();
    return given.map(value => ({ name, text: value === true ? 'yes' : String(value), where: `--${name}` }));
  });
}

/** Who gets in is one question: where the command line answers it, the file's other answer does not count. */
function withoutOverruled(settings: readonly Setting[], typed: readonly Setting[]): Setting[] {
  const isTyped = (...names: FlagName[]): boolean => typed.some(({ name }) => names.includes(name));
  return settings.filter(({ name }) => {
    if (name === 'open') return !isTyped('password', 'token');
    return (name !== 'password' && name !== 'token') || !isTyped('open');
  });
}

function optionsOf(all: readonly Setting[], warnings: readonly string[]): CliOptions {
  const settings = new CliSettings(all);
  checkPairs(settings);
  const read = <T>(name: FlagName, as: (setting: Setting) => T): T | undefined => {
    const setting = settings.one(name);
    return setting && as(setting);
  };
  return {
    host: read('host', hostOf) ?? '::',
    port: read('port', portOf) ?? defaultTlsPort,
    portsToTry: settings.one('port') ? 1 : defaultPortsToTry,
    serverName: read('server-name', serverNameOf) ?? 'pychat.local',
    description: read('description', descriptionOf) ?? 'PyChat relay',
    room: read('room', roomOf) ?? '#chat',
    isOpen: settings.isOn('open'),
    operators: operatorsOf(settings.all('oper')),
    limits: limitsOf(settings),
    keepDays: read('keep-days', setting => numberOf(setting, 0, mostKeepDays)) ?? defaultKeepDays,
    warnings,
    ...given('certificate', read('cert', fileOf)),
    ...given('privateKey', read('key', fileOf)),
    ...given('motd', read('motd', fileOf)),
    ...given('data', read('data', fileOf)),
    ...given('token', read('token', tokenOf)),
    ...given('password', read('password', passwordOf)),
  };
}

function given<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
}

function checkPairs(settings: CliSettings): void {
  const [certificate, privateKey] = [settings.one('cert'), settings.one('key')];
  const keepDays = settings.one('keep-days');
  if (keepDays !== undefined && settings.one('data') === undefined)
    throw new UsageError(`${keepDays.where} takes a data folder: see --data`);
  if ((certificate === undefined) !== (privateKey === undefined))
    throw new UsageError(`${(certificate ?? privateKey)?.where ?? ''}: cert and key go together`);
  const secret = settings.one('password') ?? settings.one('token');
  if (settings.isOn('open') && secret !== undefined)
    throw new UsageError(`${secret.where}: an open relay takes no ${secret.name}`);
}

// What nobody can use up has not to be paid off.
const noFloodLimits = { floodBurst: Infinity, deliveryBurst: Infinity, ownHandshakeBurst: Infinity };

function limitsOf(settings: CliSettings): Partial<Limits> {
  const [inAll, each] = [settings.one('max-connections'), settings.one('max-per-address')];
  const maxConnections = inAll && numberOf(inAll, 1, mostConnections);
  const perAddress = (each && numberOf(each, 1, mostConnections)) ?? maxConnections;
  return {
    ...(maxConnections === undefined ? {} : placesFor(maxConnections)),
    ...(perAddress === undefined ? {} : placesPerAddress(perAddress)),
    ...(each === undefined || perAddress === undefined ? {} : newcomersPerAddress(perAddress)),
    ...(settings.isOn('no-flood-limits') ? noFloodLimits : {}),
  };
}

/** All of them may come at once. */
function placesFor(maxConnections: number): Partial<Limits> {
  const { maxHandshakes, maxStrangers } = defaultLimits;
  return {
    maxConnections,
    maxHandshakes: Math.max(maxHandshakes, maxConnections),
    maxStrangers: Math.max(maxStrangers, maxConnections),
  };
}

function placesPerAddress(maxConnectionsPerAddress: number): Partial<Limits> {
  const { maxHandshakesPerAddress, maxStrangersPerAddress } = defaultLimits;
  return {
    maxConnectionsPerAddress,
    maxHandshakesPerAddress: Math.max(maxHandshakesPerAddress, maxConnectionsPerAddress),
    maxStrangersPerAddress: Math.max(maxStrangersPerAddress, maxConnectionsPerAddress),
  };
}

/** Said of an address and not of all, it is of one that a NAT or a proxy hides many people behind. */
function newcomersPerAddress(count: number): Partial<Limits> {
  return { newKeysAtOnce: Math.max(defaultLimits.newKeysAtOnce, count) };
}
