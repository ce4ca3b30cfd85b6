import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { runAttack } from './oneAttack.ts';
import { Loopback } from './place.ts';
import { buildPrograms, removePrograms } from './programs.ts';
import { forms } from './relayForms.ts';

beforeAll(() => buildPrograms(root));
afterAll(removePrograms);

test.each(forms)('a relay %s is attacked while honest people talk in it', { timeout: 60_000 }, async form => {
  const name = { attack: 'churn', form, seconds: 1, behind: 'own' } as const;
  const row = await runAttack(name, new Loopback('own', 'in a test'));
  expect(row).toMatchObject({ ...name, lost: [], arrived: row.sent });
  expect(row.sent).toBeGreaterThan(0);
  expect(row.heldBytes).toBeGreaterThan(0);
});
