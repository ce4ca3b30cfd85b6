import { describe, test } from 'vitest';
import { batches } from '../members/batches.ts';
import { bursts } from '../members/bursts.ts';
import { files } from '../members/files.ts';
import { gaps } from '../members/gaps.ts';
import { history } from '../members/history.ts';
import { keys } from '../members/keys.ts';
import { lists } from '../members/lists.ts';
import { marks } from '../members/marks.ts';
import { masks } from '../members/masks.ts';
import { metadata } from '../members/metadata.ts';
import { monitor } from '../members/monitor.ts';
import { pastes } from '../members/pastes.ts';
import { places } from '../members/places.ts';
import { reconnects } from '../members/reconnects.ts';
import { redactions } from '../members/redactions.ts';
import { rooms } from '../members/rooms.ts';
import { siblings } from '../members/siblings.ts';
import { slowReaders } from '../members/slowReaders.ts';
import { spentBatches } from '../members/spentBatches.ts';
import { storms } from '../members/storms.ts';
import { talks } from '../members/talks.ts';
import { typing } from '../members/typing.ts';
import { wideLines } from '../members/wideLines.ts';
import { expectUnharmed } from './expectUnharmed.ts';
import { shortAttack } from './shortAttack.ts';

describe('a member with bad intentions takes nothing from others', { timeout: 60_000 }, () => {
  // Fault 2.3.
  test(`${keys.name}: ${keys.about}`, async () => {
    expectUnharmed(await shortAttack(keys, { limits: { ownedNicks: 25 } }));
  });

  // Fault 2.4.
  test(`${rooms.name}: ${rooms.about}`, async () => {
    expectUnharmed(await shortAttack(rooms, { limits: { maxChannels: 20 } }));
  });

  // Fault 2.12.
  test(`${talks.name}: ${talks.about}`, async () => {
    expectUnharmed(await shortAttack(talks, { limits: { privateTalks: 40, privateTalksPerNewKey: 4 } }));
  });

  test(`${gaps.name}: ${gaps.about}`, async () => {
    const limits = { privateTalks: 40, privateTalksPerNewKey: 4, goneHistories: 4 };
    expectUnharmed(await shortAttack(gaps, { limits }));
  });

  // Fault 2.8.
  test(`${marks.name}: ${marks.about}`, async () => {
    expectUnharmed(await shortAttack(marks, { limits: { readMarkers: 80 } }));
  });

  // Fault 2.12.
  test(`${files.name}: ${files.about}`, async () => {
    expectUnharmed(await shortAttack(files, { limits: { maxFilePulls: 8 }, goesOn: true }));
  });

  test(`${places.name}: ${places.about}`, async () => {
    expectUnharmed(
      await shortAttack(places, { limits: { maxConnections: 30, keptConnections: 0 }, ms: 1500 }),
    );
  });

  test.each([
    metadata,
    monitor,
    lists,
    storms,
    history,
    batches,
    slowReaders,
    masks,
    reconnects,
    typing,
    redactions,
    pastes,
    wideLines,
    siblings,
    spentBatches,
  ])('$name: $about', async attack => {
    expectUnharmed(await shortAttack(attack));
  });

  // Long lines displace what a room keeps, as SECURITY.md says: so few people do not get as far as that.
  test(`${bursts.name}: ${bursts.about}`, async () => {
    expectUnharmed(await shortAttack(bursts, { scale: 0.02 }));
  });
});
