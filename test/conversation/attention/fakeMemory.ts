import type { Memory } from '../../../src/conversation/attention/memory.ts';

/** What outlives a window, as JSON: so the editor keeps it. */
export class FakeMemory implements Memory {
  readonly kept = new Map<string, string>();

  get(key: string): unknown {
    const text = this.kept.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  update(key: string, value: unknown): Promise<void> {
    this.kept.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}
