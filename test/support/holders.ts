import { defaultLimits, type Limits } from '../../src/relay/core/limits.ts';
import { Visitors } from '../../src/relay/people/visitors.ts';
import { FakeClock } from './fakeClock.ts';

/** What everything that people hold is made with, where each address is a group of its own. */
export interface TestHolders {
  readonly limits: Limits;
  readonly visitors: Visitors;
  readonly notices: { refused(kind: string, group: string): void };
  /** What was refused. */
  readonly refused: string[];
}

/** @param isTrusted keys that count as having come back */
export function testHolders(
  limits: Partial<Limits> = {},
  { clock = new FakeClock(), isTrusted = (): boolean => false }: Partial<HolderOptions> = {},
): TestHolders {
  const refused: string[] = [];
  const all = { ...defaultLimits, ...limits };
  const groups = { of: (address: string) => address };
  const visitors = new Visitors({ limits: all, clock, groups, isTrusted, onChanged: () => undefined });
  const notices = { refused: (kind: string, group: string) => void refused.push(`${kind} ${group}`) };
  return { limits: all, visitors, notices, refused };
}

interface HolderOptions {
  readonly clock: FakeClock;
  readonly isTrusted: (key: string) => boolean;
}
