import { sameName } from '../../irc/names.ts';
import { replyAway } from '../people/awayNews.ts';
import { batch as batchCapability, multiline } from '../core/capabilities.ts';
import type { Context } from '../core/context.ts';
import { FailError, type IrcError } from '../core/ircError.ts';
import { OpenBatch } from '../core/openBatch.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import { OutgoingMultiline } from '../core/outgoingMultiline.ts';
import {
  checkFits,
  checkMeant,
  deliverMessage,
  findIfThere,
  findReceiver,
  nameOf,
  paymentsFor,
  type Receiver,
} from '../channels/receiver.ts';
import { whenPaid } from '../delivery/whenPaid.ts';
import { clientTagsOf } from './messages.ts';
import { answerRepetition } from './repetition.ts';

const referencePattern = /^[+-][A-Za-z0-9-]{1,64}$/;

/** Opens or closes a message of several lines. https://ircv3.net/specs/extensions/multiline */
export function handleBatch(context: Context): void {
  const [reference = ''] = context.params;
  if (!referencePattern.test(reference)) throw fail('MULTILINE_INVALID', 'Not a batch reference');
  if (reference.startsWith('+')) open(context, reference.slice(1));
  else close(context, reference.slice(1));
}

function open(context: Context, reference: string): void {
  const { session, message, params } = context;
  const [, type, target = ''] = params;
  if (!session.has(batchCapability | multiline) || type !== 'draft/multiline')
    throw fail('MULTILINE_INVALID', 'Not a batch that can be sent here');
  if (session.openBatch !== undefined) throw fail('MULTILINE_INVALID', 'Another batch is still open');
  // Answered at the end, or with the first line that is refused.
  const label = session.deferResponse();
  const clientTags = clientTagsOf(session, message.tags);
  session.openBatch = new OpenBatch({ reference, target, clientTags, label });
  context.relay.openBatches.add(session.openBatch, session);
}

/** Takes one line of a batch, whatever command is in it. */
export function addLine(context: Context): void {
  const { session, message, params } = context;
  const current = session.openBatch;
  if (current === undefined || message.tags.get('batch') !== current.reference)
    throw fail('MULTILINE_INVALID', 'No such batch is open');
  if (current.isRefused) return;
  const [target = '', text = ''] = params;
  if (message.command !== 'PRIVMSG')
    throw refusal(context, current, fail('MULTILINE_INVALID', 'Not a PRIVMSG'));
  if (!sameName(target, current.target)) {
    const names = [current.target, target];
    throw refusal(context, current, fail('MULTILINE_INVALID_TARGET', 'Not the target of the batch', names));
  }
  const concat = message.tags.has('draft/multiline-concat');
  if (concat && text === '')
    throw refusal(context, current, fail('MULTILINE_INVALID', 'A blank line joined on'));
  current.add({ text, concat });
  checkSize(context, current);
  context.relay.openBatches.count(current);
  makeRoom(context, current);
}

/** Refuses the largest of all that are open, where they have become too many. */
function makeRoom(context: Context, current: OpenBatch): void {
  const { openBatches } = context.relay;
  for (let { tooLarge } = openBatches; tooLarge !== undefined; { tooLarge } = openBatches) {
    const { batch, session } = tooLarge;
    const error = tooMany(context);
    if (batch === current) throw refusal(context, batch, error);
    if (session.openBatch === batch) {
      session.refuse(refusal({ ...context, session }, batch, error));
      session.finishResponse();
    } else {
      // It waits for its turn, and is answered then.
      batch.refuse();
      openBatches.remove(batch);
    }
  }
}

function tooMany({ relay }: Context): FailError {
  const text = 'Too many long messages are not at their end';
  return fail('MULTILINE_MAX_BYTES', text, [String(relay.limits.openBatchBytesAll)]);
}

function checkSize(context: Context, current: OpenBatch): void {
  const { multilineBytes, multilineLines } = context.relay.limits;
  if (current.parts.length > multilineLines) {
    const error = fail('MULTILINE_MAX_LINES', 'Too many lines in one message', [String(multilineLines)]);
    throw refusal(context, current, error);
  }
  if (current.bytes > multilineBytes) {
    const error = fail('MULTILINE_MAX_BYTES', 'Too much text in one message', [String(multilineBytes)]);
    throw refusal(context, current, error);
  }
}

function close(context: Context, reference: string): void {
  const { session } = context;
  const current = session.openBatch;
  if (current?.reference !== reference) throw fail('MULTILINE_INVALID', 'No such batch is open');
  session.openBatch = undefined;
  if (current.isRefused) return;
  try {
    end(context, current);
  } catch (error) {
    context.relay.openBatches.remove(current);
    throw error;
  }
}

function end(context: Context, current: OpenBatch): void {
  const { session } = context;
  if (current.label !== undefined) session.beginResponse(current.label);
  const { target, parts } = current;
  if (parts.every(part => part.text === '')) throw fail('MULTILINE_INVALID', 'Only blank lines');
  const meant = findIfThere(context, target, parts[0]?.text ?? '');
  whenPaid(context, paymentsFor(context, [meant], current.wireBytes), () => {
    context.relay.openBatches.remove(current);
    if (current.isRefused) throw tooMany(context);
    deliver(context, current, meant);
  });
}

/** Says it; whether that is allowed is looked at now, as it may have waited. */
function deliver(context: Context, { target, clientTags, parts }: OpenBatch, meant?: Receiver): void {
  const { relay, session } = context;
  if (answerRepetition(context, { command: 'PRIVMSG', target, clientTags })) return;
  const receiver = findReceiver(context, target, parts[0]?.text ?? '');
  checkMeant(receiver, meant, target);
  const common = { ...session.origin, time: relay.time.next() };
  const name = nameOf(receiver);
  for (const { text } of parts)
    checkFits(new OutgoingMessage({ ...common, command: 'PRIVMSG', params: [name, text] }));
  const ids = { msgid: relay.newId(), reference: relay.newId() };
  const outgoing = new OutgoingMultiline({ ...common, ...ids, target: name, parts, clientTags });
  deliverMessage(context, receiver, outgoing);
  session.spokeAt = relay.time.now();
  replyAway(context, receiver);
}

/** Marks the batch as refused; the answer carries the label that it was opened with. */
function refusal({ relay, session }: Context, current: OpenBatch, error: IrcError): IrcError {
  current.refuse();
  relay.openBatches.remove(current);
  if (current.label !== undefined) session.beginResponse(current.label);
  return error;
}

function fail(code: string, text: string, context: readonly string[] = []): FailError {
  return new FailError(text, { command: 'BATCH', code, context });
}
