import { parseArgs } from 'node:util';
import { isChannel } from '../irc/names.ts';
import { defaultLimits } from './limits.ts';

/** What `pychat-relay` was asked for. */
export interface CliOptions {
  readonly host: string;
  readonly port: number;
  /** Ports tried from `port` upwards: only the one that was named, or a few when none was. */
  readonly portsToTry: number;
  readonly room: string;
  readonly isOpen: boolean;
  /** Files. */
  readonly certificate?: string;
  readonly privateKey?: string;
  readonly motd?: string;
  readonly token?: string;
}

/** A command line that makes no sense; the message is one line for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** https://www.iana.org/assignments/service-names-port-numbers: IRC over TLS. */
const defaultPort = 6697;

export const helpText = `Usage: pychat-relay [options]

Runs a chat room for PyChat and any other IRC client, over TLS 1.3.

  --host ADDRESS  listen on this address only (all of them)
  --port PORT     listen on this port, 0 for any (${defaultPort}, or the next free one)
  --room NAME     the main channel (#chat)
  --token TEXT    the password: 22 characters of A-Z a-z 0-9 - _ (a new one each time)
  --open          let anyone in who reaches the port
  --cert FILE     certificate in PEM, its chain after it (a new one each time)
  --key FILE      private key in PEM, without a passphrase
  --motd FILE     text shown to everyone who joins
  --help          show this
  --version       show the version
`;

const flags = {
  host: { type: 'string' },
  port: { type: 'string' },
  room: { type: 'string' },
  open: { type: 'boolean' },
  cert: { type: 'string' },
  key: { type: 'string' },
  token: { type: 'string' },
  motd: { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

/**
 * Reads the command line, without the program's name.
 *
 * @throws {UsageError}
 */
export function parseCommandLine(args: readonly string[]): CliOptions | 'help' | 'version' {
  const values = parse(args);
  if (values.help === true) return 'help';
  if (values.version === true) return 'version';
  const { cert, key, token, motd, open = false } = values;
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key go together');
  if (open && token !== undefined) throw new UsageError('--open and --token exclude each other');
  if (token !== undefined && !/^[A-Za-z0-9_-]{21}[AQgw]$/.test(token))
    throw new UsageError('--token takes 22 characters, 128 bits as base64url');
  return {
    host: values.host ?? '::',
    port: portOf(values.port),
    portsToTry: values.port === undefined ? 10 : 1,
    room: roomOf(values.room ?? '#chat'),
    isOpen: open,
    ...(cert === undefined ? {} : { certificate: cert }),
    ...(key === undefined ? {} : { privateKey: key }),
    ...(token === undefined ? {} : { token }),
    ...(motd === undefined ? {} : { motd }),
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'] {
  try {
    return parseArgs({ args: [...args], options: flags, allowPositionals: false }).values;
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new UsageError(line);
  }
}

function portOf(text: string | undefined): number {
  if (text === undefined) return defaultPort;
  const port = /^[0-9]{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535)
    throw new UsageError(`--port takes a number from 0 to 65535, not ${JSON.stringify(text)}`);
  return port;
}

function roomOf(name: string): string {
  if (isChannel(name, defaultLimits.channelBytes)) return name;
  throw new UsageError(`--room takes a channel name such as #chat, not ${JSON.stringify(name)}`);
}
