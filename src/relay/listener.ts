import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer, type TLSSocket } from 'node:tls';
import { type Clock, systemClock } from '../common/clock.ts';
import { fileProtocol, serverTlsOptions, type TlsIdentity } from '../net/tls.ts';
import { fingerprintsOf } from '../trust/fingerprint.ts';
import { plainAddress } from './guards/addressGroups.ts';
import { QuietLog } from './core/quietLog.ts';
import { connectionOf, HandshakeGate } from './guards/handshakeGate.ts';
import { HiddenBytes } from './guards/hiddenBytes.ts';
import type { Relay } from './relay.ts';

export interface ListenOptions {
  /** An address of this machine; `::` is all of them, also where there is no IPv6. */
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** How many ports are tried, from `port` upwards; at least 1. */
  readonly portsToTry: number;
  readonly clock?: Clock;
  /** Takes what goes wrong with single connections. */
  readonly log?: (text: string) => void;
}

export interface Listener {
  readonly port: number;
  readonly host: string;
  /** Frees the port and drops every connection. */
  close(): Promise<void>;
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

/** Connections that the system holds ready until they are taken: a whole class may come at once. */
const backlog = 1024;

type Accepting = Pick<Relay, 'accept' | 'acceptFile' | 'limits' | 'known'>;

/**
 * Listens for TLS connections and gives them to the relay.
 *
 * @throws {ListenError}
 */
export async function listen(
  relay: Accepting,
  identity: TlsIdentity,
  options: ListenOptions,
): Promise<Listener> {
  const { limits, known } = relay;
  const { clock = systemClock } = options;
  const gate = new HandshakeGate({ limits, known, clock });
  const hidden = new HiddenBytes({ limits, clock });
  const connections = new Map<string, Socket>();
  const secured = (socket: TLSSocket): void => {
    const name = connectionOf(socket);
    gate.leave(name);
    const raw = connections.get(name);
    if (raw) hidden.watch(raw, socket);
  };
  const tls = createTls(relay, identity, { secured, log: new QuietLog(clock, options.log) });
  const server = createServer({ pauseOnConnect: true, noDelay: true }, socket => {
    const name = connectionOf(socket);
    connections.set(name, socket);
    socket.on('close', () => {
      if (connections.get(name) === socket) connections.delete(name);
    });
    // What breaks below is told by the TLS layer, or by its closing.
    socket.on('error', ignore);
    gate.enter(socket, () => tls.emit('connection', socket));
  });
  const host = await bindSomewhere(server, options);
  // After the server listens, an error is one connection's that could not be accepted; the others go on.
  server.on('error', ignore);
  const close = (): Promise<void> =>
    new Promise(resolve => {
      server.close(() => resolve());
      hidden.close();
      for (const socket of connections.values()) socket.destroy();
    });
  return { host, port: (server.address() as AddressInfo).port, close };
}

/** What speaks TLS over the sockets that it is given: it listens for none itself. */
function createTls(
  relay: Accepting,
  identity: TlsIdentity,
  { secured, log }: { readonly secured: (socket: TLSSocket) => void; readonly log: QuietLog },
): TlsServer {
  const server = createTlsServer(serverTlsOptions(identity));
  // Plain text, HTTP, an older TLS: not worth an answer.
  server.on('tlsClientError', (_, socket) => socket.destroy());
  server.on('secureConnection', socket => {
    secured(socket);
    try {
      const peer = { address: plainAddress(socket.remoteAddress ?? 'unknown'), ...keyOf(socket) };
      if (socket.alpnProtocol === fileProtocol) relay.acceptFile(socket, peer);
      else relay.accept(socket, peer);
    } catch (error) {
      // Whatever a stranger's certificate holds, it may cost that connection only.
      log.tell('bug', `a connection could not be taken: ${String(error)}`);
      socket.destroy();
    }
  });
  return server;
}

function ignore(): void {
  return;
}

function keyOf(socket: TLSSocket): { key?: string } {
  const certificate = socket.getPeerX509Certificate();
  return certificate === undefined ? {} : { key: fingerprintsOf(certificate.raw).key };
}

/** Tries port after port. @returns the address that was bound */
async function bindSomewhere(server: Server, { host, port, portsToTry }: ListenOptions): Promise<string> {
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
    await bind(server, host, port);
    return host;
  } catch (error) {
    const noIpv6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(codeOf(error));
    if (host !== '::' || !noIpv6) throw error;
    await bind(server, '0.0.0.0', port);
    return '0.0.0.0';
  }
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(error);
    server.once('error', fail);
    server.listen({ host, port, backlog }, () => {
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
