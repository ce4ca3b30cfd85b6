import { RPL_METADATASUBOK, RPL_METADATASUBS, RPL_METADATAUNSUBOK } from '../../irc/numerics.ts';
import type { Context } from '../core/context.ts';
import type { IrcError } from '../core/ircError.ts';
import { asKey } from './metadata.ts';
import { sendSync } from './metadataNews.ts';
import { failMetadata, keysIn, type MetadataTarget, numericFor } from './metadataTarget.ts';
import { OutgoingBatch } from '../core/outgoingBatch.ts';
import { packWords } from '../delivery/packWords.ts';

/** Keys in one reply, so that with the nick it keeps to 15 parameters. */
const keysPerLine = 13;
const keyBytesPerLine = 350;

/** The session wants to hear of some keys. https://ircv3.net/specs/extensions/metadata#metadata-sub */
export function subscribe(context: Context, target: MetadataTarget): void {
  const { relay, session } = context;
  checkSelf(context, target);
  const accepted: string[] = [];
  const refused: IrcError[] = [];
  for (const word of keysIn(context)) {
    const key = asKey(word, relay.limits.metadataKeyBytes);
    if (key === undefined) refused.push(failMetadata('KEY_INVALID', 'Invalid key', [word]));
    else if (relay.metadata.subscribe(session, key)) accepted.push(key);
    else {
      // The client sees by this key how far we came.
      refused.push(failMetadata('TOO_MANY_SUBS', 'Too many subscriptions', [key]));
      break;
    }
  }
  sendKeys(context, RPL_METADATASUBOK, accepted);
  for (const error of refused) session.refuse(error);
  sendCurrent(context, new Set(accepted));
}

/** What there is already of keys that the session wants to hear of from now on. */
function sendCurrent(context: Context, keys: ReadonlySet<string>): void {
  const { relay, session } = context;
  const about = { keys, limit: relay.limits.metadataOnJoin, isAsked: false };
  for (const channel of relay.channels.of(session))
    sendSync(context, { ...about, name: channel.name, channel });
  for (const nick of relay.monitors.listOf(session)) {
    const person = relay.roster.find(nick);
    if (person !== undefined) sendSync(context, { ...about, name: person.nick, person });
  }
}

/** The session does not want to hear of some keys any more. */
export function unsubscribe(context: Context, target: MetadataTarget): void {
  const { relay, session } = context;
  checkSelf(context, target);
  const gone: string[] = [];
  for (const word of keysIn(context)) {
    const key = asKey(word, relay.limits.metadataKeyBytes);
    if (key === undefined) session.refuse(failMetadata('KEY_INVALID', 'Invalid key', [word]));
    else gone.push(key);
  }
  for (const key of gone) relay.metadata.unsubscribe(session, key);
  sendKeys(context, RPL_METADATAUNSUBOK, gone);
}

/** What the session wants to hear of. */
export function listSubscriptions(context: Context, target: MetadataTarget): void {
  const { relay, session } = context;
  checkSelf(context, target);
  const about = { source: relay.serverName, time: relay.time.now(), reference: relay.newId() };
  const lines = keyLines(relay.metadata.subscriptionsOf(session));
  const items = lines.map(keys => numericFor(context, RPL_METADATASUBS, ...keys));
  session.send(new OutgoingBatch({ ...about, type: 'metadata-subs', params: [], items }));
}

/** What one hears of is nobody else's. */
function checkSelf({ session, params }: Context, { person }: MetadataTarget): void {
  if (person !== session) throw failMetadata('INVALID_TARGET', 'Invalid metadata target', [params[0] ?? '']);
}

function sendKeys({ session }: Context, command: string, keys: readonly string[]): void {
  for (const line of keyLines(new Set(keys))) session.reply(command, ...line);
}

/** As many keys as fit a line. */
function keyLines(keys: ReadonlySet<string>): string[][] {
  const lines: string[][] = [];
  for (const text of packWords(keys, keyBytesPerLine)) {
    const words = text.split(' ');
    for (let at = 0; at < words.length; at += keysPerLine) lines.push(words.slice(at, at + keysPerLine));
  }
  return lines;
}
