import type { ModeChange } from '../../irc/modes.ts';
import { ERR_BANLISTFULL, ERR_INVALIDMODEPARAM, ERR_UNKNOWNMODE } from '../../irc/numerics.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { type BanMask, banSubject, forPerson, nickNamedBy, parseBanMask } from './banMask.ts';
import type { Channel } from './channel.ts';
import { memberByNick } from './channelAccess.ts';
import { isChannelFlag } from './channelModes.ts';
import type { Context } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { asSaved, isMaskList, type MaskListLetter } from './maskLists.ts';
import { fitsState } from './stateSize.ts';
import { changeOperator } from './operatorMode.ts';

// What a JOIN can bring: no comma, no space, no control character, and no colon in front.
// eslint-disable-next-line no-control-regex -- control characters are what a key may not hold
const keyPattern = /^(?!:)[^\x00-\x20\x7f,]+$/;
const limitPattern = /^[1-9][0-9]{0,8}$/;

/** What carries out a change of one kind of mode; see `changeMode`. */
type Effect = (context: Context, channel: Channel, change: ModeChange) => ModeChange[];

const effects: ReadonlyMap<string, Effect> = new Map([
  ['k', changeKey],
  ['l', changeLimit],
  ['o', changeOperator],
  ['v', changeVoice],
]);

/** Whether a letter takes an argument, if there is one. */
export function takesArgument(letter: string, adds: boolean): boolean {
  return isMaskList(letter) || (effects.has(letter) && (adds || letter !== 'l'));
}

/**
 * Carries out one change of a channel's modes. Whether the caller may is not asked here.
 *
 * @returns what the members are to be told; nothing when it was so already
 * @throws {IrcError} 472 for no mode, 696 for an argument it cannot have, 478 for a full list, 401 and 441 for nicks
 */
export function changeMode(context: Context, channel: Channel, change: ModeChange): ModeChange[] {
  const { adds, letter } = change;
  if (isChannelFlag(letter)) return channel.modes.setFlag(letter, adds) ? [change] : [];
  if (isMaskList(letter)) return changeList(context, channel, { ...change, letter });
  const effect = effects.get(letter);
  if (effect === undefined) throw new IrcError(ERR_UNKNOWNMODE, letter);
  return effect(context, channel, change);
}

function changeList(
  { relay, session }: Context,
  channel: Channel,
  { adds, letter, argument = '' }: ModeChange & { readonly letter: MaskListLetter },
): ModeChange[] {
  const { lists } = channel;
  const mask = parseBanMask(argument, relay.limits.maskBytes);
  // To come in uninvited and to be muted have nothing to do with each other.
  const isOdd = mask?.onlyMutes === true && letter === 'I';
  if (mask === undefined || isOdd) throw badArgument(channel, letter, argument);
  if (!adds) {
    const removed = lists.remove(letter, mask);
    return removed === undefined ? [] : [{ adds, letter, argument: removed.mask.text }];
  }
  if (lists.has(letter, mask)) return [];
  const entry = { mask: meantBy(relay, mask, letter !== 'b'), by: session.source, at: relay.time.now() };
  if (lists.size >= relay.limits.maxListEntries || !fitsState(channel, asSaved(entry), relay.limits))
    throw new IrcError(ERR_BANLISTFULL, channel.name, mask.text);
  lists.add(letter, entry);
  return [{ adds, letter, argument: mask.text }];
}

/** An entry for a nick is for the person who has it now, or owns it. */
function meantBy({ roster, accounts }: Context['relay'], mask: BanMask, isGrant: boolean): BanMask {
  const nick = nickNamedBy(mask);
  if (nick === undefined) return mask;
  const person = roster.find(nick);
  if (person === undefined) {
    const key = accounts.ownerOf(nick);
    return key === undefined ? mask : forPerson(mask, { key }, isGrant);
  }
  if (!mask.matches(banSubject(person))) return mask;
  return forPerson(mask, { ...person.peer, connection: person.mark }, isGrant);
}

function changeKey({ relay }: Context, channel: Channel, change: ModeChange): ModeChange[] {
  const { adds, letter, argument = '' } = change;
  const { modes } = channel;
  if (!adds) {
    if (modes.key === undefined) return [];
    modes.key = undefined;
    return [{ adds, letter, argument: '*' }];
  }
  // The key is not repeated: somebody may look over the shoulder.
  if (!keyPattern.test(argument) || utf8Length(argument) > relay.limits.channelKeyBytes)
    throw badArgument(channel, letter, '*');
  if (modes.key === argument) return [];
  modes.key = argument;
  return [change];
}

function changeLimit(_: Context, channel: Channel, change: ModeChange): ModeChange[] {
  const { adds, letter, argument = '' } = change;
  if (adds && !limitPattern.test(argument)) throw badArgument(channel, letter, argument);
  const limit = adds ? Number(argument) : undefined;
  if (channel.modes.limit === limit) return [];
  channel.modes.limit = limit;
  return [change];
}

function changeVoice(
  context: Context,
  channel: Channel,
  { adds, letter, argument = '' }: ModeChange,
): ModeChange[] {
  if (argument === '') throw badArgument(channel, letter, argument);
  const member = memberByNick(context, channel, argument);
  if (member.hasVoice === adds) return [];
  member.hasVoice = adds;
  return [{ adds, letter, argument: member.session.nick }];
}

function badArgument(channel: Channel, letter: string, argument: string): IrcError {
  return new IrcError(ERR_INVALIDMODEPARAM, channel.name, letter, argument);
}
