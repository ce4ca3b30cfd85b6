// Stands for the extension host: a Node process that does nothing but own the relay's thread.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startRelayThread } from '../../../../src/relay/relayThread.ts';
import { benchHostOptions } from '../servers/hostOptions.ts';

const [certificate = '', privateKey = ''] = process.argv.slice(2, 4).map(file => readFileSync(file, 'utf8'));
const worker = pathToFileURL(process.argv[4] ?? '');
const folder = process.argv[5];
const kept = folder !== undefined && { folder, key: randomBytes(32), keepMs: 24 * 60 * 60 * 1000 };
const options = { ...benchHostOptions({ certificate, privateKey }), ...(kept && { kept }) };
const thread = await startRelayThread(options, worker);
process.send?.({ port: thread.port });
process.on('SIGTERM', () => void thread.close('The relay is stopping').then(() => process.exit()));
process.on('disconnect', () => process.exit());
