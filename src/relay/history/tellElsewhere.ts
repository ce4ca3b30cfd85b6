import {
  accountTag,
  batch,
  type CapabilitySet,
  chathistory,
  hasAll,
  messageRedaction,
  messageTags,
  multiline,
  serverTime,
} from '../core/capabilities.ts';
import type { Context } from '../core/context.ts';
import type { Outgoing, OutgoingMessage } from '../core/outgoing.ts';
import { OutgoingBatch, type OutgoingBatchFields } from '../core/outgoingBatch.ts';
import type { OutgoingMultiline } from '../core/outgoingMultiline.ts';
import type { Session } from '../core/session.ts';
import { TextByCapabilities } from '../core/textByCapabilities.ts';
import { isKept, isVisible } from './entry.ts';

/** What it takes to know what such a piece is, and to know its message again. */
const needed = batch | chathistory | messageTags | serverTime;

/** What else such a piece reads differently with. */
const keyMask = needed | multiline | accountTag | messageRedaction;

/** A piece that is made once for all who read it alike: a key may have as many connections as a room has members. */
class SharedPiece implements Outgoing {
  readonly #piece: OutgoingBatch;
  readonly #made = new TextByCapabilities();

  constructor(fields: OutgoingBatchFields) {
    this.#piece = new OutgoingBatch(fields);
  }

  text(capabilities: CapabilitySet): string {
    const key = capabilities & keyMask;
    return this.#made.get(key) ?? this.#made.set(key, this.#piece.text(key));
  }
}

/**
 * Tells something private to the other connections of the two accounts, of which the history of that talk is, too: who
 * has two windows would else find in one of them what came before and after, and nothing in between. It comes as a piece
 * of history, since it was said by or to another nick than theirs; to who cannot tell that, not at all.
 */
export function tellElsewhere(
  { relay, session }: Pick<Context, 'relay' | 'session'>,
  receiver: Session,
  outgoing: OutgoingMessage | OutgoingMultiline,
): void {
  const { roster, fanOut, serverName: source, time, newId } = relay;
  if (session.account === undefined || receiver.account === undefined || !isKept(outgoing.fields)) return;
  // To each account by the nick of the other one.
  const ends = new Map([
    [receiver.account, session.nick],
    [session.account, receiver.nick],
  ]);
  for (const [account, nick] of ends) {
    const others = new Set<Session>();
    for (const other of roster.ofKey(account)) {
      const { account: known, isRegistered, capabilities } = other;
      if (other === session || other === receiver || !isRegistered || known !== account) continue;
      if (hasAll(capabilities, needed) && isVisible(outgoing.fields, capabilities)) others.add(other);
    }
    if (others.size === 0) continue;
    const about = { source, time: time.now(), reference: newId(), type: 'chathistory', params: [nick] };
    const piece = new SharedPiece({ ...about, items: [outgoing] });
    const audience = { size: others.size, sessions: others, has: (one: Session) => others.has(one) };
    fanOut.add(audience, { outgoing: piece, except: undefined });
  }
}
