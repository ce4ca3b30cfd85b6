import { maxClientTagBytes, maxLabelBytes, maxLineBytes } from '../irc/limits.ts';
import { CommandError, type Message, MessageError, parseMessage } from '../irc/message.ts';
import {
  ERR_ALREADYREGISTERED,
  ERR_INPUTTOOLONG,
  ERR_NEEDMOREPARAMS,
  ERR_NOTREGISTERED,
  ERR_UNKNOWNCOMMAND,
  ERR_UNKNOWNERROR,
} from '../irc/numerics.ts';
import { noTags, type Tags } from '../irc/tags.ts';
import { utf8Length } from '../irc/utf8.ts';
import type { BadLine } from '../net/textOfLine.ts';
import { batch, labeledResponse } from './core/capabilities.ts';
import { batchLine, type CommandRow, commands } from './commandTable.ts';
import { type Context, refuse, type RelayState } from './core/context.ts';
import { FailError, IrcError } from './core/ircError.ts';
import type { Session } from './core/session.ts';
import type { FanOut } from './delivery/fanOut.ts';

/** What a line costs that no row accounts for. */
const otherCost = 1;

const tooLong = (): IrcError => new IrcError(ERR_INPUTTOOLONG);
const notALine = (): IrcError => new IrcError(ERR_UNKNOWNERROR, '*');

/** Takes lines to the handlers of the command table. It alone reads the table's columns. */
export class Dispatcher {
  readonly #relay: RelayState;
  readonly #fanOut: Pick<FanOut, 'deliveries'>;

  constructor(relay: RelayState, fanOut: Pick<FanOut, 'deliveries'>) {
    this.#relay = relay;
    this.#fanOut = fanOut;
  }

  /**
   * Carries out one line and answers it.
   *
   * @returns what the line costs, for the flood meter
   * @throws whatever is not a refusal: a bug, which must end this session only
   */
  dispatch(session: Session, line: string): number {
    let message: Message;
    try {
      checkLength(line);
      message = parseMessage(line);
    } catch (error) {
      refuseUnread(session, error);
      return otherCost;
    }
    const row = message.tags.has('batch') ? batchLine : commands.get(message.command);
    const { deliveries } = this.#fanOut;
    let cost = row?.cost ?? otherCost;
    this.#run(session, message, { row, charge: more => (cost += more) });
    return row?.isPaced === true ? cost : cost + this.#deliveryCost(this.#fanOut.deliveries - deliveries);
  }

  /** Answers a line that could not be read. */
  refuseLine(session: Session, { why, text }: BadLine): number {
    if (why === 'notUtf8') refuseNotUtf8(session, text);
    else session.refuse(why === 'tooLong' ? tooLong() : notALine());
    return otherCost;
  }

  /** What a line costs for all that it brought to its readers. */
  #deliveryCost(deliveries: number): number {
    const { floodDeliveries } = this.#relay.limits;
    return Math.max(0, deliveries / floodDeliveries - 1);
  }

  #run(
    session: Session,
    message: Message,
    { row, charge }: Pick<Context, 'charge'> & { readonly row: CommandRow | undefined },
  ): void {
    const label = labelOf(session, message.tags);
    if (label !== undefined) session.beginResponse(label);
    // Programs answer nothing to a NOTICE, lest two of them never stop; a label says that somebody waits.
    const isQuiet = row?.quiet === true && label === undefined;
    try {
      if (row === undefined) throw new IrcError(ERR_UNKNOWNCOMMAND, message.command);
      checkStanding(session, row);
      checkParams(message, row);
      if (!session.has(row.needs ?? 0)) throw new IrcError(ERR_UNKNOWNCOMMAND, message.command);
      row.handler({ relay: this.#relay, session, message, params: message.params, isQuiet, charge });
    } catch (error) {
      refuse({ session, isQuiet }, error);
    } finally {
      session.finishResponse();
    }
  }
}

function checkStanding(session: Session, row: CommandRow): void {
  if (row.when === 'registered' && !session.isRegistered) throw new IrcError(ERR_NOTREGISTERED);
  if (row.when === 'registering' && session.isRegistered) throw new IrcError(ERR_ALREADYREGISTERED);
}

function checkParams(message: Message, row: CommandRow): void {
  for (let index = 0; index < row.minParams; index++) {
    if ((message.params[index] ?? '') !== '') continue;
    const numeric = row.missing?.[index];
    throw numeric === undefined ? new IrcError(ERR_NEEDMOREPARAMS, row.name) : new IrcError(numeric);
  }
}

/** Answers a line that is no message; with its label, where it has one and only its command is no word. */
function refuseUnread(session: Session, error: unknown): void {
  if (error instanceof CommandError) {
    answer(session, error.tags, new IrcError(ERR_UNKNOWNCOMMAND, error.word));
    return;
  }
  if (error instanceof MessageError) session.refuse(notALine());
  else if (error instanceof IrcError) session.refuse(error);
  else throw error;
}

/** Names the command, where one can be made out. https://ircv3.net/specs/extensions/utf8-only */
function refuseNotUtf8(session: Session, text: string): void {
  const { tags, command } = readOr(text, { tags: noTags, command: '*' });
  answer(session, tags, new FailError('Only UTF-8 is read here', { command, code: 'INVALID_UTF8' }));
}

function readOr(line: string, otherwise: Pick<Message, 'tags' | 'command'>): typeof otherwise {
  try {
    return parseMessage(line);
  } catch (error) {
    if (error instanceof MessageError) return otherwise;
    throw error;
  }
}

function answer(session: Session, tags: Tags, error: IrcError): void {
  const label = labelOf(session, tags);
  if (label !== undefined) session.beginResponse(label);
  session.refuse(error);
  session.finishResponse();
}

function labelOf(session: Session, tags: Tags): string | undefined {
  const label = tags.get('label') ?? '';
  if (label === '' || !session.has(labeledResponse | batch)) return undefined;
  return utf8Length(label) <= maxLabelBytes ? label : undefined;
}

/** Tags and the rest of a line have limits of their own. https://ircv3.net/specs/extensions/message-tags#size-limit */
function checkLength(line: string): void {
  const tagLength = line.startsWith('@') ? line.indexOf(' ') + 1 : 0;
  if (utf8Length(line.slice(0, tagLength)) > maxClientTagBytes) throw tooLong();
  if (utf8Length(line.slice(tagLength)) > maxLineBytes - 2) throw tooLong();
}
