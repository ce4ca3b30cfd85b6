import { isNick } from '../../irc/names.ts';
import * as numerics from '../../irc/numerics.ts';
import { type Context, splitList } from '../core/context.ts';
import { FailError, IrcError } from '../core/ircError.ts';
import { sendMetadataOf } from '../metadata/metadataNews.ts';
import { packWords } from '../delivery/packWords.ts';
import { replyRoom } from '../delivery/replyRoom.ts';

/** Keeps and shows the list of nicks that the caller hears of. https://ircv3.net/specs/extensions/monitor */
export function monitor(context: Context): void {
  const { relay, session, params } = context;
  const [modifier = '', targets = ''] = params;
  switch (modifier.toUpperCase()) {
    case '+':
      add(context, targetsOf(targets));
      break;
    case '-':
      for (const nick of targetsOf(targets)) relay.monitors.remove(session, nick);
      break;
    case 'C':
      relay.monitors.clear(session);
      break;
    case 'L':
      sendList(context, numerics.RPL_MONLIST, relay.monitors.listOf(session));
      session.reply(numerics.RPL_ENDOFMONLIST, 'End of the monitor list');
      break;
    case 'S':
      sendStatus(context, relay.monitors.listOf(session));
      break;
    default:
      throw fail(modifier);
  }
}

function targetsOf(list: string): string[] {
  if (list === '') throw new IrcError(numerics.ERR_NEEDMOREPARAMS, 'MONITOR');
  return splitList(list);
}

/** What cannot be a nick will never come, and is passed over. */
function add(context: Context, targets: readonly string[]): void {
  const { relay, session } = context;
  const nicks = targets.filter(target => isNick(target, relay.limits.nickBytes));
  const refused = nicks.filter(nick => !relay.monitors.add(session, nick));
  const added = nicks.filter(nick => !refused.includes(nick));
  sendStatus(context, added);
  for (const nick of added) {
    const person = relay.roster.find(nick);
    if (person !== undefined) sendMetadataOf(context, person);
  }
  const { monitorEntries } = relay.limits;
  sendList(context, numerics.ERR_MONLISTFULL, refused, {
    before: [String(monitorEntries)],
    text: 'Monitor list is full',
  });
}

function sendStatus(context: Context, nicks: readonly string[]): void {
  const online: string[] = [];
  const offline: string[] = [];
  for (const nick of nicks) {
    const person = context.relay.roster.find(nick);
    if (person === undefined) offline.push(nick);
    else online.push(person.source);
  }
  sendList(context, numerics.RPL_MONONLINE, online);
  sendList(context, numerics.RPL_MONOFFLINE, offline);
}

/** Sends names with commas between them, in as many lines as it takes; none for no names. */
function sendList(
  context: Context,
  numeric: string,
  names: readonly string[],
  { before = [], text }: { before?: readonly string[]; text?: string } = {},
): void {
  const after = text === undefined ? [] : [text];
  const room = replyRoom(context, numeric, ...before, ...after);
  for (const packed of packWords(names, room))
    context.session.reply(numeric, ...before, packed.replaceAll(' ', ','), ...after);
}

function fail(modifier: string): FailError {
  return new FailError('Not something that MONITOR does', {
    command: 'MONITOR',
    code: 'INVALID_PARAMS',
    context: [modifier],
  });
}
