// Stands for the extension host: a Node process that does nothing but own the relay's thread.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startRelayThread } from '../../../../src/relay/relayThread.ts';
import { benchHostOptions } from '../servers/hostOptions.ts';

const [certificate = '', privateKey = ''] = process.argv.slice(2, 4).map(file => readFileSync(file, 'utf8'));
const worker = pathToFileURL(process.argv[4] ?? '');
const thread = await startRelayThread(benchHostOptions({ certificate, privateKey }), worker);
process.send?.({ port: thread.port });
process.on('SIGTERM', () => void thread.close('The relay is stopping').then(() => process.exit()));
process.on('disconnect', () => process.exit());
