import { PassThrough } from 'node:stream';
import { FanOut } from '../../src/relay/delivery/fanOut.ts';
import { defaultLimits } from '../../src/relay/core/limits.ts';
import { Session } from '../../src/relay/core/session.ts';
import { Turn } from '../../src/relay/delivery/turn.ts';
import { FakeClock } from './fakeClock.ts';

/** A session that no relay knows of, for tests of what only has to tell sessions apart. */
export function lonelySession(): Session {
  const fanOut = new FanOut();
  const clock = new FakeClock();
  const peer = { address: '192.0.2.1' };
  return new Session(new PassThrough(), peer, {
    serverName: 'relay.test',
    limits: defaultLimits,
    clock,
    time: clock,
    fanOut,
    schedule: new Turn(fanOut, () => undefined, clock).reader(''),
    queueBudget: { add: () => undefined },
    heldBudget: { add: () => undefined },
  });
}
