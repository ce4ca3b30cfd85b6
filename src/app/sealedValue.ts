import { SealedFraming } from '../relay/data/log/seal.ts';
import type { Services } from './services.ts';

/** The editor's state, of one workspace or of all. */
interface EditorState {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

interface SealedValueOptions {
  readonly key: Promise<Uint8Array | undefined>;
  readonly log: Pick<Services['log'], 'warn'>;
}

/**
 * What the editor keeps for the next window, encrypted as what is kept of hosted rooms is, with a key in the secret
 * storage. Without that key nothing is kept.
 */
export class SealedValue {
  readonly #state: EditorState;
  /** Where the state has it. */
  readonly #name: string;
  readonly #log: Pick<Services['log'], 'warn'>;
  readonly #key: Promise<Uint8Array | undefined>;
  #sealingKey: Uint8Array | undefined;

  constructor(state: EditorState, name: string, { key, log }: SealedValueOptions) {
    this.#state = state;
    this.#name = name;
    this.#key = key;
    this.#log = log;
  }

  /** What was kept; undefined for nothing, and for what cannot be opened. */
  async load(): Promise<unknown> {
    this.#sealingKey = await this.#key;
    const kept = this.#state.get(this.#name);
    if (this.#sealingKey === undefined || typeof kept !== 'string') return undefined;
    try {
      return opened(kept, this.#sealingKey);
    } catch (error) {
      this.#log.warn(`${this.#name} cannot be read: ${error instanceof Error ? error.name : ''}`);
      return undefined;
    }
  }

  /** @param value as JSON; undefined or an empty list leaves nothing behind */
  async keep(value: unknown): Promise<void> {
    const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
    if (this.#sealingKey === undefined) return;
    try {
      await this.#state.update(this.#name, isEmpty ? undefined : sealed(value, this.#sealingKey));
    } catch (error) {
      this.#log.warn(`${this.#name} cannot be kept: ${String(error)}`);
    }
  }
}

/** The seal on one line, what is sealed on those below. */
function sealed(value: unknown, key: Uint8Array): string {
  const framing = SealedFraming.create(key);
  return `${JSON.stringify(framing.seal)}\n${framing.encode([JSON.stringify(value)]).toString('latin1')}`;
}

/** @throws when it was made with another key, or is damaged */
function opened(kept: string, key: Uint8Array): unknown {
  const [seal = '', line = ''] = kept.split('\n');
  const framing = SealedFraming.open(JSON.parse(seal), key, 'what the editor keeps');
  return framing.decode(Buffer.from(line, 'latin1'))?.[0];
}
