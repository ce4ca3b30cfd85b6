import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { killRounds } from './killRounds.ts';

/** `npm run faults -- kills` is the long form. */
const rounds = 10;
const seed = Number(process.env.PYCHAT_SEED ?? Date.now() % 1_000_000);

test(
  `nothing that was heard back is missing after a SIGKILL (PYCHAT_SEED=${seed})`,
  { timeout: 180_000 },
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'pychat-kill-'));
    try {
      const { failures, echoed } = await killRounds(path.join(folder, 'data'), { seed, rounds });
      expect(failures).toEqual([]);
      expect(echoed).toBeGreaterThan(0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
