import { ERR_NOORIGIN, ERR_NONICKNAMEGIVEN, ERR_NORECIPIENT, ERR_NOTEXTTOSEND } from '../irc/numerics.ts';
import * as capability from './core/capabilities.ts';
import type { CapabilitySet } from './core/capabilities.ts';
import type { Handler } from './core/context.ts';
import { away } from './handlers/away.ts';
import { cap } from './handlers/capabilities.ts';
import { handleChathistory } from './handlers/chathistory.ts';
import { help } from './handlers/help.ts';
import { invite } from './handlers/invites.ts';
import { join, part } from './handlers/joining.ts';
import { kick } from './handlers/kicks.ts';
import { list } from './handlers/lists.ts';
import { lusers } from './handlers/lusers.ts';
import { markread } from './handlers/markread.ts';
import { notice, privmsg, tagmsg } from './handlers/messages.ts';
import { handleMetadata } from './handlers/metadata.ts';
import { mode } from './handlers/modes.ts';
import { monitor } from './handlers/monitor.ts';
import { addLine, handleBatch } from './handlers/multiline.ts';
import { names } from './handlers/names.ts';
import { redact } from './handlers/redact.ts';
import { rename } from './handlers/rename.ts';
import { authenticate } from './handlers/sasl.ts';
import { kill, oper, wallops } from './handlers/operators.ts';
import { ison, userhost } from './handlers/presence.ts';
import { nick, pass, ping, pong, quit, user } from './handlers/registration.ts';
import { admin, info, links, motd, stats, time, version } from './handlers/serverQueries.ts';
import { handleSetname } from './handlers/setname.ts';
import { topic } from './handlers/topics.ts';
import { who } from './handlers/who.ts';
import { whois } from './handlers/whois.ts';
import { whowas } from './handlers/whowas.ts';

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
  /** Capabilities without which there is no such command. */
  readonly needs?: CapabilitySet;
  /** For the flood meter: what it costs at least. */
  readonly cost: number;
  /** Refusals are not answered, unless the request has a label. */
  readonly quiet?: boolean;
  /** What others hear of it is bounded by `DeliveryPace`, for each room and person: the flood meter does not count it again. */
  readonly isPaced?: boolean;
}

const rows: readonly CommandRow[] = [
  { name: 'AUTHENTICATE', handler: authenticate, when: 'always', minParams: 1, cost: 1 },
  { name: 'ADMIN', handler: admin, when: 'registered', minParams: 0, cost: 1 },
  { name: 'AWAY', handler: away, when: 'registered', minParams: 0, cost: 1 },
  { name: 'BATCH', handler: handleBatch, when: 'registered', minParams: 1, cost: 1, isPaced: true },
  { name: 'CAP', handler: cap, when: 'always', minParams: 1, cost: 1 },
  {
    name: 'CHATHISTORY',
    handler: handleChathistory,
    when: 'registered',
    minParams: 1,
    needs: capability.chathistory,
    cost: 2,
  },
  { name: 'HELP', handler: help, when: 'registered', minParams: 0, cost: 1 },
  { name: 'HELPOP', handler: help, when: 'registered', minParams: 0, cost: 1 },
  { name: 'INFO', handler: info, when: 'registered', minParams: 0, cost: 1 },
  { name: 'INVITE', handler: invite, when: 'registered', minParams: 0, cost: 1 },
  { name: 'ISON', handler: ison, when: 'registered', minParams: 1, cost: 1 },
  { name: 'JOIN', handler: join, when: 'registered', minParams: 1, cost: 1 },
  { name: 'KICK', handler: kick, when: 'registered', minParams: 2, cost: 1 },
  { name: 'KILL', handler: kill, when: 'registered', minParams: 1, cost: 1 },
  { name: 'LINKS', handler: links, when: 'registered', minParams: 0, cost: 1 },
  { name: 'LIST', handler: list, when: 'registered', minParams: 0, cost: 5 },
  { name: 'LUSERS', handler: lusers, when: 'registered', minParams: 0, cost: 1 },
  {
    name: 'MARKREAD',
    handler: markread,
    when: 'registered',
    minParams: 0,
    needs: capability.readMarker,
    cost: 1,
  },
  {
    name: 'METADATA',
    handler: handleMetadata,
    when: 'always',
    minParams: 2,
    needs: capability.batch | capability.metadata,
    cost: 2,
  },
  { name: 'MODE', handler: mode, when: 'registered', minParams: 1, cost: 1 },
  { name: 'MONITOR', handler: monitor, when: 'registered', minParams: 1, cost: 1 },
  { name: 'MOTD', handler: motd, when: 'registered', minParams: 0, cost: 2 },
  { name: 'NAMES', handler: names, when: 'registered', minParams: 0, cost: 2 },
  { name: 'NICK', handler: nick, when: 'always', minParams: 1, missing: [ERR_NONICKNAMEGIVEN], cost: 1 },
  {
    name: 'NOTICE',
    handler: notice,
    when: 'registered',
    ...textParams(),
    cost: 1,
    quiet: true,
    isPaced: true,
  },
  { name: 'OPER', handler: oper, when: 'registered', minParams: 2, cost: 2 },
  { name: 'PART', handler: part, when: 'registered', minParams: 1, cost: 1 },
  { name: 'PASS', handler: pass, when: 'registering', minParams: 1, cost: 1 },
  { name: 'PING', handler: ping, when: 'always', minParams: 1, missing: [ERR_NOORIGIN], cost: 0.5 },
  { name: 'PONG', handler: pong, when: 'always', minParams: 0, cost: 0.5 },
  { name: 'PRIVMSG', handler: privmsg, when: 'registered', ...textParams(), cost: 1, isPaced: true },
  { name: 'QUIT', handler: quit, when: 'always', minParams: 0, cost: 1 },
  {
    name: 'REDACT',
    handler: redact,
    when: 'registered',
    minParams: 2,
    needs: capability.messageRedaction,
    cost: 1,
  },
  { name: 'RENAME', handler: rename, when: 'registered', minParams: 2, cost: 5 },
  { name: 'SETNAME', handler: handleSetname, when: 'registered', minParams: 0, cost: 1 },
  { name: 'STATS', handler: stats, when: 'registered', minParams: 1, cost: 1 },
  {
    name: 'TAGMSG',
    handler: tagmsg,
    when: 'registered',
    minParams: 1,
    missing: [ERR_NORECIPIENT],
    cost: 1,
    isPaced: true,
  },
  { name: 'TIME', handler: time, when: 'registered', minParams: 0, cost: 1 },
  { name: 'TOPIC', handler: topic, when: 'registered', minParams: 1, cost: 1 },
  { name: 'USERHOST', handler: userhost, when: 'registered', minParams: 1, cost: 1 },
  { name: 'USER', handler: user, when: 'registering', minParams: 4, cost: 1 },
  { name: 'VERSION', handler: version, when: 'registered', minParams: 0, cost: 1 },
  { name: 'WALLOPS', handler: wallops, when: 'registered', minParams: 1, cost: 1 },
  { name: 'WHO', handler: who, when: 'registered', minParams: 0, cost: 2 },
  { name: 'WHOIS', handler: whois, when: 'registered', ...nickParam(), cost: 1 },
  { name: 'WHOWAS', handler: whowas, when: 'registered', ...nickParam(), cost: 2 },
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

function nickParam(): Pick<CommandRow, 'minParams' | 'missing'> {
  return { minParams: 1, missing: [ERR_NONICKNAMEGIVEN] };
}

function textParams(): Pick<CommandRow, 'minParams' | 'missing'> {
  return { minParams: 2, missing: [ERR_NORECIPIENT, ERR_NOTEXTTOSEND] };
}
