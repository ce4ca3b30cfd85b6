import type { SentAs } from '../../chat/event.ts';
import { objectOf, oneOf, readableOf, textOf, wholeOf } from '../../common/read.ts';
import { byServer } from '../kept.ts';
import { maxQueueLength, maxQueueMessages } from '../limits.ts';

const maxIdLength = 128;
/** Of one server, those included of which only is kept that they were there. */
export const maxStoredMessages = 2 * maxQueueMessages;

/** A message of ours that is not known to have arrived. */
export interface QueuedMessage {
  readonly id: string;
  readonly target: string;
  readonly nick: string;
  readonly form: 'say' | 'action';
  /** Milliseconds since 1970, by the server's clock. */
  readonly at: number;
  /** The same by ours. */
  readonly writtenAt: number;
  /** Absent when it is not kept. */
  readonly text?: string;
  readonly answers?: string;
  readonly sent?: SentAs;
  /** Why its text is not kept. */
  readonly lost?: 'secret' | 'file' | 'full';
}

const id = textOf(maxIdLength);
const time = wholeOf(0, Number.MAX_SAFE_INTEGER);

/** What was kept of the messages of ours that had not arrived, by server. */
export const readQueue = byServer(
  readableOf(
    objectOf<QueuedMessage>(
      {
        ...{ id, target: id, nick: textOf(maxIdLength, 0), form: oneOf(['say', 'action']) },
        ...{ at: time, writtenAt: time, text: textOf(maxQueueLength), answers: textOf(1_024) },
        sent: objectOf<SentAs>(
          {
            after: wholeOf(-1, Number.MAX_SAFE_INTEGER),
            run: id,
            // Each has a character at least.
            ...{ parts: wholeOf(1, maxQueueLength), cuts: wholeOf(0, maxQueueLength) },
          },
          ['run'],
        ),
        lost: oneOf(['secret', 'file', 'full']),
      },
      ['text', 'answers', 'sent', 'lost'],
    ),
    maxStoredMessages,
  ),
);
