import { describe, test } from 'vitest';
import { capFlood } from '../strangers/capFlood.ts';
import { churn } from '../strangers/churn.ts';
import { emptyLines } from '../strangers/emptyLines.ts';
import { guesses } from '../strangers/guesses.ts';
import { halfOpen } from '../strangers/halfOpen.ts';
import { handshakes } from '../strangers/handshakes.ts';
import { hugeTags } from '../strangers/hugeTags.ts';
import { plainText } from '../strangers/plainText.ts';
import { shortLines } from '../strangers/shortLines.ts';
import { slowBytes } from '../strangers/slowBytes.ts';
import { tenThousand } from '../strangers/tenThousand.ts';
import { unregistered } from '../strangers/unregistered.ts';
import { expectUnharmed } from './expectUnharmed.ts';
import { shortAttack } from './shortAttack.ts';

describe('strangers cost nobody anything', { timeout: 60_000 }, () => {
  // Fault 2.1.
  test(`${shortLines.name}: ${shortLines.about}`, async () => {
    expectUnharmed(await shortAttack(shortLines, { heapMb: 48 }));
  });

  // Fault 2.5.
  test(`${halfOpen.name}: ${halfOpen.about}`, async () => {
    expectUnharmed(await shortAttack(halfOpen, { limits: { maxHandshakes: 20 }, goesOn: true }));
  });

  test(`${unregistered.name}: ${unregistered.about}`, async () => {
    expectUnharmed(
      await shortAttack(unregistered, { limits: { maxConnections: 20 }, scale: 0.04, goesOn: true }),
    );
  });

  test(`${tenThousand.name}: ${tenThousand.about}`, async () => {
    const limits = { maxConnections: 20, maxHandshakes: 20 };
    expectUnharmed(await shortAttack(tenThousand, { limits, scale: 0.01, goesOn: true }));
  });

  // Fault 2.6.
  test(`${guesses.name}: ${guesses.about}`, async () => {
    expectUnharmed(await shortAttack(guesses, { isShared: true }));
  });

  test.each([emptyLines, slowBytes, churn, plainText, handshakes, hugeTags, capFlood])(
    '$name: $about',
    async attack => {
      expectUnharmed(await shortAttack(attack));
    },
  );
});
