import { ERR_NOORIGIN, ERR_NONICKNAMEGIVEN, ERR_NORECIPIENT, ERR_NOTEXTTOSEND } from '../irc/numerics.ts';
import type { Handler } from './context.ts';
import { join, names, part, topic } from './handlers/channels.ts';
import { cap } from './handlers/capabilities.ts';
import { notice, privmsg, tagmsg } from './handlers/messages.ts';
import { mode } from './handlers/modes.ts';
import { addLine, batch } from './handlers/multiline.ts';
import { motd, who } from './handlers/queries.ts';
import { nick, pass, ping, pong, quit, user } from './handlers/registration.ts';

/** A command: who may use it when, and what carries it out. Only the dispatcher reads this. */
export interface CommandRow {
  readonly name: string;
  readonly handler: Handler;
  /** While `registering` only, once `registered` only, or `always`. */
  readonly when: 'registering' | 'registered' | 'always';
  /** Parameters that must be there and not be empty. */
  readonly minParams: number;
  /** The numeric for each one that is missing; 461 where this says nothing. */
  readonly missing?: readonly string[];
  /** For the flood meter. */
  readonly cost: number;
  /** Refusals are not answered, unless the request has a label. */
  readonly quiet?: boolean;
}

const rows: readonly CommandRow[] = [
  { name: 'BATCH', handler: batch, when: 'registered', minParams: 1, cost: 1 },
  { name: 'CAP', handler: cap, when: 'always', minParams: 1, cost: 1 },
  { name: 'JOIN', handler: join, when: 'registered', minParams: 1, cost: 1 },
  { name: 'MODE', handler: mode, when: 'registered', minParams: 1, cost: 1 },
  { name: 'MOTD', handler: motd, when: 'registered', minParams: 0, cost: 2 },
  { name: 'NAMES', handler: names, when: 'registered', minParams: 0, cost: 2 },
  { name: 'NICK', handler: nick, when: 'always', minParams: 1, missing: [ERR_NONICKNAMEGIVEN], cost: 1 },
  { name: 'NOTICE', handler: notice, when: 'registered', ...textParams(), cost: 1, quiet: true },
  { name: 'PART', handler: part, when: 'registered', minParams: 1, cost: 1 },
  { name: 'PASS', handler: pass, when: 'registering', minParams: 1, cost: 1 },
  { name: 'PING', handler: ping, when: 'always', minParams: 1, missing: [ERR_NOORIGIN], cost: 0.5 },
  { name: 'PONG', handler: pong, when: 'always', minParams: 0, cost: 0.5 },
  { name: 'PRIVMSG', handler: privmsg, when: 'registered', ...textParams(), cost: 1 },
  { name: 'QUIT', handler: quit, when: 'always', minParams: 0, cost: 1 },
  { name: 'TAGMSG', handler: tagmsg, when: 'registered', minParams: 1, missing: [ERR_NORECIPIENT], cost: 1 },
  { name: 'TOPIC', handler: topic, when: 'registered', minParams: 1, cost: 1 },
  { name: 'USER', handler: user, when: 'registering', minParams: 4, cost: 1 },
  { name: 'WHO', handler: who, when: 'registered', minParams: 0, cost: 2 },
];

/** The rows by name, in upper case. */
export const commands: ReadonlyMap<string, CommandRow> = new Map(rows.map(row => [row.name, row]));

/** What a line does that is tagged as part of a batch, whatever its command. A long paste costs little. */
export const batchLine: CommandRow = {
  name: 'BATCH',
  handler: addLine,
  when: 'registered',
  minParams: 0,
  cost: 0.05,
};

function textParams(): Pick<CommandRow, 'minParams' | 'missing'> {
  return { minParams: 2, missing: [ERR_NORECIPIENT, ERR_NOTEXTTOSEND] };
}
