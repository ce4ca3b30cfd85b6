// Both ends of a file's way through a relay: sends as fast as it is taken, and throws away what comes.
import { parentPort, workerData } from 'node:worker_threads';
import { fetchFile } from '../../../src/client/files/fetchFile.ts';
import { offerFile } from '../../../src/client/files/offerFile.ts';
import type { TlsIdentity } from '../../../src/net/tls.ts';
import { fingerprintsOf } from '../../../src/trust/fingerprint.ts';
import { connect } from 'node:tls';
import { once } from 'node:events';

interface Ends {
  readonly port: number;
  readonly size: number;
  readonly from: TlsIdentity;
  readonly to: TlsIdentity;
}

const { port, size, from, to } = workerData as Ends;
const piece = Buffer.alloc(256 * 1024, 'pychat');
const address = { address: '127.0.0.1', port };

const asking = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
await once(asking, 'secureConnect');
const hostKey = fingerprintsOf(asking.getPeerX509Certificate()?.raw ?? Buffer.alloc(0)).key;
asking.destroy();

const source = {
  size,
  read: async function* () {
    for (let at = 0; at < size; at += piece.length) {
      yield piece;
      await Promise.resolve();
    }
  },
};
const offering = await offerFile({ address, identity: from, hostKey }, source, { target: '#chat' });
const offer = { id: offering.id, secret: offering.secret, name: 'endless', size, hash: '0'.repeat(64) };
const controller = new AbortController();
let moved = 0;
let told = false;
const progress = (bytes: number): void => {
  moved = bytes;
  if (!told) parentPort?.postMessage('moving');
  told = true;
};
parentPort?.on('message', () => {
  parentPort?.postMessage(moved);
  controller.abort();
  offering.dispose();
});
const sink = { write: () => Promise.resolve() };
await fetchFile({ address, identity: to, hostKey }, offer, sink, {
  offset: 0,
  signal: controller.signal,
  progress,
}).catch(() => undefined);
