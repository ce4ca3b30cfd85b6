import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const recorder = path.resolve(import.meta.dirname, '../support/recordConnections.mjs');

/** What the extension hosts of an editor try to reach, in whatever way Node has. */
export class ConnectionRecord {
  readonly #file: string;

  /** @param folder one that lasts as long as the record */
  constructor(folder: string) {
    this.#file = path.join(folder, 'connections.txt');
  }

  /** To start the editor with. */
  get options(): { env: Record<string, string>; nodeFlags: string[] } {
    return { env: { PYCHAT_CONNECTIONS: this.#file }, nodeFlags: ['--import', pathToFileURL(recorder).href] };
  }

  /** `tcp ADDRESS:PORT`, `dns NAME` and `udp`, each once; throws when nothing was recorded at all. */
  targets(): string[] {
    const lines = readFileSync(this.#file, 'utf8').trimEnd().split('\n');
    return [...new Set(lines)].filter(line => line !== 'host started').sort();
  }
}
