import { RPL_KEYNOTSET, RPL_KEYVALUE } from '../../irc/numerics.ts';
import type { Context } from '../core/context.ts';
import { fitsState } from '../channels/stateSize.ts';
import { asKey, type Notes, setNote } from '../metadata/metadata.ts';
import { sendMetadataBatch, sendSync, tellMetadata } from '../metadata/metadataNews.ts';
import { listSubscriptions, subscribe, unsubscribe } from '../metadata/metadataSubscriptions.ts';
import {
  failMetadata,
  findMetadataTarget,
  keysIn,
  type MetadataTarget,
  numericFor,
} from '../metadata/metadataTarget.ts';
import { type Outgoing, OutgoingMessage } from '../core/outgoing.ts';

type Subcommand = (context: Context, target: MetadataTarget) => void;

const subcommands: ReadonlyMap<string, Subcommand> = new Map([
  ['GET', get],
  ['LIST', list],
  ['SET', set],
  ['CLEAR', clear],
  ['SUB', subscribe],
  ['UNSUB', unsubscribe],
  ['SUBS', listSubscriptions],
  ['SYNC', sync],
]);

/** https://ircv3.net/specs/extensions/metadata#metadata-client-command */
export function handleMetadata(context: Context): void {
  const [target = '', word = ''] = context.params;
  const subcommand = subcommands.get(word.toUpperCase());
  if (subcommand === undefined) throw failMetadata('SUBCOMMAND_INVALID', 'Invalid subcommand', [word]);
  subcommand(context, findMetadataTarget(context, target));
}

function get(context: Context, { name, notes }: MetadataTarget): void {
  const items = keysIn(context).map(word => {
    const key = asKey(word, context.relay.limits.metadataKeyBytes);
    return key === undefined ? invalidKey(context, word) : noteReply(context, name, [key, notes.get(key)]);
  });
  sendMetadataBatch(context, name, items);
}

function list(context: Context, { name, notes }: MetadataTarget): void {
  const items = Array.from(notes, note => noteReply(context, name, note));
  sendMetadataBatch(context, name, items);
}

function set(context: Context, target: MetadataTarget): void {
  const { relay, session, params } = context;
  const [word = ''] = keysIn(context);
  const value = params[3] ?? '';
  const key = asKey(word, relay.limits.metadataKeyBytes);
  if (key === undefined) throw failMetadata('KEY_INVALID', 'Invalid key', [word]);
  const notes = ownNotes(target, key);
  const old = notes.get(key) ?? '';
  const { channel } = target;
  if (channel !== undefined && value !== '' && !fitsState(channel, { [key]: value }, relay.limits))
    throw failMetadata('LIMIT_REACHED', 'Metadata limit reached', [target.name]);
  const fault = setNote(notes, { key, value }, relay.limits);
  if (fault === 'value') throw failMetadata('VALUE_INVALID', 'The value is too long', []);
  if (fault === 'count') throw failMetadata('LIMIT_REACHED', 'Metadata limit reached', [target.name]);
  session.send(noteReply(context, target.name, [key, notes.get(key)]));
  if (old !== value) tell(context, target, [key]);
}

function clear(context: Context, target: MetadataTarget): void {
  const notes = ownNotes(target, '*');
  const keys = [...notes.keys()];
  notes.clear();
  const items = keys.map(key => noteReply(context, target.name, [key, undefined]));
  sendMetadataBatch(context, target.name, items);
  if (keys.length > 0) tell(context, target, keys);
}

/** What the caller may change. */
function ownNotes({ own, name }: MetadataTarget, key: string): Notes {
  if (own === undefined) throw failMetadata('KEY_NO_PERMISSION', 'You may not set that', [name, key]);
  return own;
}

/** Says to others what has become of some keys. */
function tell(
  context: Context,
  { name, notes, channel, person }: MetadataTarget,
  keys: readonly string[],
): void {
  if (channel !== undefined) context.relay.channels.changed(channel);
  for (const key of keys) tellMetadata(context, { name, channel, person, key, value: notes.get(key) ?? '' });
}

function sync(context: Context, { name, channel, person }: MetadataTarget): void {
  const limit = context.relay.limits.metadataAnswer;
  sendSync(context, { name, channel, person, limit, isAsked: true });
}

function noteReply(context: Context, name: string, [key, value]: [string, string | undefined]): Outgoing {
  if (value === undefined) return numericFor(context, RPL_KEYNOTSET, name, key, 'Key not set');
  return numericFor(context, RPL_KEYVALUE, name, key, '*', value);
}

function invalidKey({ relay }: Context, word: string): OutgoingMessage {
  const { params, message } = failMetadata('KEY_INVALID', 'Invalid key', [word]);
  const about = { source: relay.serverName, command: 'FAIL', time: relay.time.now() };
  return new OutgoingMessage({ ...about, params: [...params, message] });
}
