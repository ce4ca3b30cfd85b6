import { type AddressInfo, createServer, type ListenOptions, type Server } from 'node:net';

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

/** Ports that are tried where any will do: between being found free and being bound somebody else may take one. */
const freePortsToTry = 10;

/**
 * Binds a port, with several queues where the system can have them. Tries port after port.
 *
 * @param make makes a server; it is called again for each queue and each attempt
 * @throws {ListenError}
 */
export async function bind(make: () => Server, wanted: Wanted): Promise<Bound> {
  const { host, port, portsToTry } = wanted;
  const last = port === 0 ? freePortsToTry - 1 : Math.min(port + portsToTry - 1, 65_535);
  for (let candidate = port; candidate <= last; candidate++) {
    try {
      return await bindPort(make, host, port === 0 ? 0 : candidate);
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw asListenError(error);
    }
  }
  throw new ListenError('portsTaken', `ports ${port} to ${last} are taken`);
}

async function bindPort(make: () => Server, host: string, port: number): Promise<Bound> {
  // Elsewhere a port with several queues gives all its connections to one of them.
  if (process.platform !== 'linux') return await bindAlone(make(), host, port);
  const free = port === 0 ? (await probe(host, port)).port : port;
  const claim = await claimPort(free);
  if (claim === undefined) return await bindAlone(make(), host, free);
  try {
    const { host: found } = await probe(host, free);
    return { servers: await bindQueues(make, found, free), host: found, port: free };
  } finally {
    await closeServer(claim);
  }
}

/**
 * Several queues let in whoever of the same user has several, too: one relay at a time may find out that a port is nobody
 * else's and bind it. The name is one of the network namespace, as the port is, and ends with the process.
 *
 * @returns undefined where the system gives out no such names
 */
async function claimPort(port: number): Promise<Server | undefined> {
  const claim = createServer(socket => socket.destroy());
  try {
    await listenAt(claim, { path: `\0pychat-relay-${port}` });
    return claim;
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') throw error;
    return undefined;
  }
}

/** Finds out whether a port is free. Nobody who connects meanwhile holds it up. */
async function probe(host: string, port: number): Promise<Bound> {
  const alone = createServer(socket => socket.destroy());
  const bound = await bindAlone(alone, host, port);
  await closeServer(alone);
  return bound;
}

async function bindQueues(make: () => Server, host: string, port: number): Promise<readonly Server[]> {
  const servers: Server[] = [];
  try {
    while (servers.length < queues) {
      const server = make();
      await listenAt(server, { host, port, reusePort: true });
      servers.push(server);
    }
    return servers;
  } catch (error) {
    await Promise.all(servers.map(closeServer));
    // Another program has taken it meanwhile.
    if (codeOf(error) === 'EADDRINUSE') throw error;
    // A system that is too old for it.
    return (await bindAlone(make(), host, port)).servers;
  }
}

/** Frees its port, once the last connection has ended. */
export function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()));
}

async function bindAlone(server: Server, host: string, port: number): Promise<Bound> {
  const found = await bindAnyFamily(server, host, port);
  return { servers: [server], host: found, port: (server.address() as AddressInfo).port };
}

/** @returns the address that was bound */
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

function listenAt(server: Server, address: ListenOptions): Promise<void> {
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
