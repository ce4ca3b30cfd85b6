import { expect } from 'vitest';
import type { ShortReport } from './shortAttack.ts';

/** Honest people spoke, all was heard, and nobody lost anything. */
export function expectUnharmed({ died, lost, missing, said }: ShortReport): void {
  expect({ died, lost, missing }).toEqual({ died: '', lost: [], missing: 0 });
  expect(said).toBeGreaterThan(0);
}
