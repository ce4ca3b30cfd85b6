import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer, type TLSSocket } from 'node:tls';
import { type Clock, systemClock } from '../common/clock.ts';
import { fileProtocol, serverTlsOptions, type TlsIdentity } from '../net/tls.ts';
import { fingerprintsOf } from '../trust/fingerprint.ts';
import { plainAddress } from './guards/addressGroups.ts';
import { QuietLog } from './core/quietLog.ts';
import { connectionOf, HandshakeGate } from './guards/handshakeGate.ts';
import { HiddenBytes } from './guards/hiddenBytes.ts';
import { bind, closeServer, type Wanted } from './binding.ts';
import type { Relay } from './relay.ts';

export interface ListenOptions extends Wanted {
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

const socketOptions = { pauseOnConnect: true, noDelay: true };

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
  const hidden = new HiddenBytes({ limits, clock }, (raw, bytes) => gate.charge(raw, bytes));
  const connections = new Map<string, Socket>();
  const admit = (socket: TLSSocket): boolean => {
    const name = connectionOf(socket);
    gate.leave(name);
    const raw = connections.get(name);
    if (raw === undefined || raw.bytesRead > limits.maxHandshakeBytes) return false;
    hidden.watch(raw, socket);
    return true;
  };
  const tls = createTls(relay, identity, { admit, log: new QuietLog(clock, options.log) });
  const take = (socket: Socket): void => {
    const name = connectionOf(socket);
    connections.set(name, socket);
    socket.on('close', () => {
      if (connections.get(name) === socket) connections.delete(name);
    });
    // What breaks below is told by the TLS layer, or by its closing.
    socket.on('error', ignore);
    gate.enter(socket, () => tls.emit('connection', socket));
  };
  const { servers, host, port } = await bind(() => createServer(socketOptions, take), options);
  // After a server listens, an error is one connection's that could not be accepted; the others go on.
  for (const server of servers) server.on('error', ignore);
  const close = async (): Promise<void> => {
    const closing = Promise.all(servers.map(closeServer));
    hidden.close();
    for (const socket of connections.values()) socket.destroy();
    await closing;
  };
  return { host, port, close };
}

/** What speaks TLS over the sockets that it is given: it listens for none itself. */
function createTls(
  relay: Accepting,
  identity: TlsIdentity,
  { admit, log }: { readonly admit: (socket: TLSSocket) => boolean; readonly log: QuietLog },
): TlsServer {
  const server = createTlsServer(serverTlsOptions(identity));
  // Plain text, HTTP, an older TLS: not worth an answer.
  server.on('tlsClientError', (_, socket) => socket.destroy());
  server.on('secureConnection', socket => {
    if (!admit(socket)) {
      socket.destroy();
      return;
    }
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
