import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whileSaying } from '../../scripts/waiting.mjs';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** All that is written while work takes this long. */
async function written(seconds: number, isTTY: boolean): Promise<string> {
  let text = '';
  const work = (): Promise<void> => new Promise(resolve => setTimeout(resolve, seconds * 1_000));
  const saying = whileSaying('Installing', work, { isTTY, write: more => (text += more) });
  await vi.advanceTimersByTimeAsync(seconds * 1_000);
  await saying;
  return text;
}

describe('work that takes long', () => {
  it('counts its seconds in one line of a terminal', async () => {
    const text = await written(3, true);
    expect(text.split('\r').map(part => part.trim())).toEqual(
      expect.arrayContaining(['Installing…', 'Installing… 1 s', 'Installing… 2 s', 'Installing: 3 s']),
    );
    expect(text.match(/\n/g)).toHaveLength(1);
  });

  it('says so every 15 s elsewhere', async () => {
    expect(await written(40, false)).toBe('Installing…\nInstalling… 15 s\nInstalling… 30 s\n');
  });

  it('falls silent when it fails', async () => {
    let text = '';
    const out = { write: (more: string) => (text += more) };
    await expect(whileSaying('Installing', () => Promise.reject(new Error('no')), out)).rejects.toThrow('no');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(text).toBe('Installing…\n');
  });
});
