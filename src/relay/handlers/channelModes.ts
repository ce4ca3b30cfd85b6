import { maxLineBytes } from '../../irc/limits.ts';
import { type ModeChange, packModes, parseModes, serializeModes } from '../../irc/modes.ts';
import {
  ERR_CHANOPRIVSNEEDED,
  ERR_NOTONCHANNEL,
  RPL_BANLIST,
  RPL_CHANNELMODEIS,
  RPL_CREATIONTIME,
  RPL_ENDOFBANLIST,
  RPL_ENDOFEXCEPTLIST,
  RPL_ENDOFINVEXLIST,
  RPL_EXCEPTLIST,
  RPL_INVEXLIST,
} from '../../irc/numerics.ts';
import { utf8Length } from '../../irc/utf8.ts';
import { announce } from '../channels/announce.ts';
import type { Channel } from '../channels/channel.ts';
import { visibleChannel } from '../channels/channelAccess.ts';
import { type Context, newsFrom } from '../core/context.ts';
import { IrcError } from '../core/ircError.ts';
import { isMaskList, type MaskListLetter } from '../channels/maskLists.ts';
import { changeMode, takesArgument } from '../channels/modeEffects.ts';

/** MODE with a channel: shows its modes or a list of it, or changes them. https://modern.ircdocs.horse/#channel-mode */
export function channelMode(context: Context): void {
  const [name = '', modes = '', ...given] = context.params;
  const channel = visibleChannel(context, name);
  const changes = parseModes(modes, given, takesArgument);
  const asked = new Set(changes.filter(isQuestion).map(change => change.letter));
  for (const letter of asked) if (isMaskList(letter)) sendList(context, channel, letter);
  const wanted = changes.filter(change => !isQuestion(change));
  if (wanted.length > 0) change(context, channel, wanted);
  else if (asked.size === 0) sendModes(context, channel);
}

/** A list's letter alone asks what is in it. */
function isQuestion({ letter, argument }: ModeChange): boolean {
  return isMaskList(letter) && argument === undefined;
}

function sendModes({ session }: Context, channel: Channel): void {
  session.reply(RPL_CHANNELMODEIS, channel.name, ...channel.modes.describe(channel.has(session)));
  session.reply(RPL_CREATIONTIME, channel.name, seconds(channel.createdAt));
}

interface ListNumerics {
  readonly entry: string;
  readonly end: string;
  readonly text: string;
}

const listNumerics: Readonly<Record<MaskListLetter, ListNumerics>> = {
  b: { entry: RPL_BANLIST, end: RPL_ENDOFBANLIST, text: 'End of the list of bans' },
  e: { entry: RPL_EXCEPTLIST, end: RPL_ENDOFEXCEPTLIST, text: 'End of the list of ban exceptions' },
  I: { entry: RPL_INVEXLIST, end: RPL_ENDOFINVEXLIST, text: 'End of the list of invitation exceptions' },
};

/** Who is banned, everyone may know who may know of the channel; the other lists are for its members. */
function sendList({ session }: Context, channel: Channel, letter: MaskListLetter): void {
  if (letter !== 'b' && !channel.has(session)) throw new IrcError(ERR_NOTONCHANNEL, channel.name);
  const { entry, end, text } = listNumerics[letter];
  for (const { mask, by, at } of channel.lists.entries(letter))
    session.reply(entry, channel.name, mask.text, by, seconds(at));
  session.reply(end, channel.name, text);
}

function seconds(at: number): string {
  return String(Math.floor(at / 1000));
}

function change(context: Context, channel: Channel, wanted: readonly ModeChange[]): void {
  const { relay, session } = context;
  const member = channel.member(session);
  if (member === undefined) throw new IrcError(ERR_NOTONCHANNEL, channel.name);
  if (!member.isOperator) throw new IrcError(ERR_CHANOPRIVSNEEDED, channel.name);
  const told = carryOut(context, channel, withinLimit(wanted, relay.limits.maxModes));
  relay.channels.changed(channel);
  const room = maxLineBytes - 2 - utf8Length(`:${session.source} MODE ${channel.name} `);
  for (const group of packModes(told, { maxBytes: room, maxArguments: relay.limits.maxModes }))
    announce(context, channel, newsFrom(context, 'MODE', channel.name, ...serializeModes(group)));
}

/** Leaves out what comes after the last argument allowed, as `MODES` announces. */
function withinLimit(wanted: readonly ModeChange[], max: number): ModeChange[] {
  let left = max;
  return wanted.filter(({ argument }) => argument === undefined || left-- > 0);
}

/** What is refused is answered, the same thing once; the rest takes effect. @returns what has changed */
function carryOut(context: Context, channel: Channel, wanted: readonly ModeChange[]): ModeChange[] {
  const refusals = new Map<string, IrcError>();
  const told: ModeChange[] = [];
  for (const one of wanted) {
    try {
      told.push(...changeMode(context, channel, one));
    } catch (error) {
      if (!(error instanceof IrcError)) throw error;
      refusals.set([error.command, ...error.params].join(' '), error);
    }
  }
  for (const error of refusals.values()) context.session.refuse(error);
  return told;
}
