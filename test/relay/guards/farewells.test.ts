import { expect, test } from 'vitest';
import { Farewells } from '../../../src/relay/guards/farewells.ts';

test('32 that are turned away are told why, and others once one of those has gone', () => {
  const farewells = new Farewells<number>();
  for (let at = 0; at < 32; at++) expect(farewells.add(at)).toBe(true);
  expect(farewells.add(32)).toBe(false);
  farewells.remove(32);
  expect(farewells.add(33)).toBe(false);
  farewells.remove(0);
  expect(farewells.add(34)).toBe(true);
});
