import { batch, chathistory, hasAll, messageTags, serverTime } from '../core/capabilities.ts';
import type { Context } from '../core/context.ts';
import type { OutgoingMessage } from '../core/outgoing.ts';
import { OutgoingBatch } from '../core/outgoingBatch.ts';
import type { OutgoingMultiline } from '../core/outgoingMultiline.ts';
import type { Session } from '../core/session.ts';
import { isKept, isVisible } from './entry.ts';

/** What it takes to know what such a piece is, and to know its message again. */
const needed = batch | chathistory | messageTags | serverTime;

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
  const { roster, serverName: source, time, newId } = relay;
  if (session.account === undefined || receiver.account === undefined || !isKept(outgoing.fields)) return;
  // To each account by the nick of the other one.
  const ends = new Map([
    [receiver.account, session.nick],
    [session.account, receiver.nick],
  ]);
  for (const [account, nick] of ends)
    for (const other of roster.ofKey(account)) {
      const { account: known, isRegistered, capabilities } = other;
      if (other === session || other === receiver || !isRegistered || known !== account) continue;
      if (!hasAll(capabilities, needed) || !isVisible(outgoing.fields, capabilities)) continue;
      const about = { source, time: time.now(), reference: newId(), type: 'chathistory', params: [nick] };
      other.deliver(new OutgoingBatch({ ...about, items: [outgoing] }));
    }
}
