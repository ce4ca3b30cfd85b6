import type { AddressInfo, Server } from 'node:net';

/** Where to listen. */
export interface Wanted {
  /** An address of this machine; `::` is all of them, also where there is no IPv6. */
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** How many ports are tried, from `port` upwards; at least 1. */
  readonly portsToTry: number;
}

interface Bound {
  readonly servers: readonly Server[];
  readonly host: string;
  readonly port: number;
}

/**
 * `portsTaken`: all that were tried; `notAllowed` by the system; `badAddress`: not one of this machine's;
 * `folderTaken`: another relay has the data folder.
 */
export type ListenCode = 'portsTaken' | 'notAllowed' | 'badAddress' | 'folderTaken' | 'failed';

export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: ListenCode;

  constructor(code: ListenCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Connections that the system holds ready in each queue until they are taken: a whole class may come at once. */
const backlog = 128;

/**
 * Queues of new connections of one port. Node takes one connection of each in a turn of the event loop; with a single one
 * a flood of connections fills it, and the system has everybody else try again after seconds.
 */
const queues = 16;

/**
 * Binds a port, with several queues where the system can have them.
 *
 * @param make makes a server; it is called again for each queue and each attempt
 * @throws {ListenError}
 */
export async function bind(make: () => Server, wanted: Wanted): Promise<Bound> {
  const first = make();
  const host = await bindSomewhere(first, wanted);
  const { port } = first.address() as AddressInfo;
  // Elsewhere such a port gives all its connections to one of them.
  if (process.platform !== 'linux') return { servers: [first], host, port };
  // Bound alone it has shown that the port is nobody else's: now it is shared among our own.
  await closeServer(first);
  return { servers: await bindQueues(make, host, port), host, port };
}

async function bindQueues(make: () => Server, host: string, port: number): Promise<readonly Server[]> {
  const servers: Server[] = [];
  try {
    while (servers.length < queues) {
      const server = make();
      await listenAt(server, { host, port, reusePort: true });
      servers.push(server);
    }
  } catch {
    // A system that is too old for it.
    await Promise.all(servers.map(closeServer));
    const only = make();
    await listenAt(only, { host, port }).catch((error: unknown) => Promise.reject(asListenError(error)));
    return [only];
  }
  return servers;
}

/** Frees its port, once the last connection has ended. */
export function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()));
}

/** Tries port after port. @returns the address that was bound */
async function bindSomewhere(server: Server, { host, port, portsToTry }: Wanted): Promise<string> {
  const last = port === 0 ? 0 : Math.min(port + portsToTry - 1, 65_535);
  for (let candidate = port; candidate <= last; candidate++) {
    try {
      return await bindAnyFamily(server, host, candidate);
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw asListenError(error);
    }
  }
  throw new ListenError('portsTaken', `ports ${port} to ${last} are taken`);
}

async function bindAnyFamily(server: Server, host: string, port: number): Promise<string> {
  try {
    await listenAt(server, { host, port });
    return host;
  } catch (error) {
    const noIpv6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(codeOf(error));
    if (host !== '::' || !noIpv6) throw error;
    await listenAt(server, { host: '0.0.0.0', port });
    return '0.0.0.0';
  }
}

function listenAt(
  server: Server,
  address: { readonly host: string; readonly port: number; readonly reusePort?: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(error);
    server.once('error', fail);
    server.listen({ ...address, backlog }, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function asListenError(error: unknown): ListenError {
  const text = error instanceof Error ? error.message : String(error);
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return new ListenError('notAllowed', text);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ListenError('badAddress', text);
    default:
      return new ListenError('failed', text);
  }
}
