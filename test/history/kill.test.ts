import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parseHistory } from '../../src/history/format.ts';

const writer = fileURLToPath(new URL('writer.ts', import.meta.url));

/** Runs a writer and kills it at a random moment, some time after so many lines were written. */
async function killedAfter(lines: number, folder: string): Promise<string> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    // From a few to thousands of turns later: inside a write, between two, before a rename.
    const later = Math.floor(Math.random() * 5_000);
    if (said.length >= lines) setTimeout(() => child.kill('SIGKILL'), later / 1_000);
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  return said;
}

/** What a killed process could not clear away itself. */
async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder);
  await Promise.all(names.filter(name => name.endsWith('.tmp')).map(name => rm(join(folder, name))));
}

it('a process that is killed at any moment leaves a history that is whole', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pychat-kill-'));
  try {
    for (let round = 0; round < 20; round++) {
      const said = await killedAfter(1 + Math.floor(Math.random() * 30), folder);
      expect(said).toMatch(/^\.+$/);
      const { lines, damaged } = parseHistory(await readFile(join(folder, 'history.txt'), 'utf8'));
      const numbers = lines.map(line => parseInt(line.text, 10));
      const last = numbers.at(-1)!;
      expect({ round, damaged, numbers }).toEqual({
        round,
        damaged: 0,
        numbers: [last - 2, last - 1, last].filter(number => number > 0),
      });
      await sweep(folder);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
