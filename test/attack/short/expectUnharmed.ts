import { expect } from 'vitest';
import type { ShortReport } from './shortAttack.ts';

/** The longest that a line may take, on a machine that does much else. */
const maxDelayMs = 5000;

/** Others attacked, honest people spoke, all was heard soon enough, and nobody lost anything. */
export function expectUnharmed({ died, lost, missing, said, attackers, worstMs }: ShortReport): void {
  expect({ died, lost, missing }).toEqual({ died: '', lost: [], missing: 0 });
  expect(said).toBeGreaterThan(0);
  expect(attackers).toBeGreaterThan(0);
  expect(worstMs).toBeLessThan(maxDelayMs);
}
