import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openFolder, options } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url));

/** How often a process is killed; PYCHAT_KILLS=1000 for the long form. */
const kills = Number(process.env.PYCHAT_KILLS ?? 12);

/** Runs a keeper until it has said so much, and kills it some microseconds later. */
async function killed(folder: string, lines: number): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, [keeper, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    // From a few to thousands of turns later: inside a write, between two, before a rename.
    if (said.split('\n').length > lines) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8);
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect(signal, said).toBe('SIGKILL');
  return said;
}

test(
  'a process that is killed at any moment leaves a folder that is whole',
  { timeout: 30_000 + kills * 3000 },
  async () => {
    const folder = await temporaryFolder();
    let [before, secrets, lost] = [0, '', 0];
    for (let round = 0; round < kills; round++) {
      const said = await killed(folder, 2 + Math.floor(Math.random() * 60));
      expect((secrets ||= /^key .*$/m.exec(said)?.[0] ?? '')).toBe(/^key .*$/m.exec(said)?.[0]);
      const last = Number([...said.matchAll(/^at (\d+)$/gm)].at(-1)?.[1] ?? 0);
      const given = options();
      const data = await openFolder(folder, given);
      const numbers = data.store.events.map(event => Number(event.msgid));
      const newest = numbers.at(-1) ?? 0;
      // What was handed over is there, and at most the one turn that was not said any more.
      expect({ round, newest, isThere: newest >= last && newest <= last + 20 }).toEqual({
        round,
        newest,
        isThere: true,
      });
      // On the same boot a process's end costs nothing.
      lost ||= data.store.mayHaveLostUntil;
      expect(data.store.mayHaveLostUntil).toBe(lost);
      // All that is there follows without a gap, and at least as much as is kept of a channel.
      const from = Math.max(1, newest - numbers.length + 1);
      expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => from + index));
      expect(numbers.length).toBeGreaterThanOrEqual(Math.min(newest, 50));
      // Nothing of what goes to the log together is left out.
      expect([0, 200]).toContain(new Set(data.store.state.owners.map(owner => owner.nick)).size);
      for (const line of given.told) expect(line).toMatch(/their writing was cut off$/);
      await data.close();
      expect(
        (await readdir(folder)).filter(name => !/^(?:relay\.lines|identity\.pem|token)$/.test(name)),
      ).toEqual([]);
      before = newest;
    }
    expect(before).toBeGreaterThan(0);
  },
);
