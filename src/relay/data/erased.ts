import { lineIdTag } from '../../irc/pychatNames.ts';
import type { SavedEvent } from './relayStore.ts';

/** The command of what was taken back: it is not said, and its place stays. */
export const erased = 'ERASED';

/** What is kept of something that was taken back: its place, and by what it would be known if it was said again. */
export function erasedEvent({ target, time, msgid, account, clientTags }: SavedEvent): SavedEvent {
  const id = clientTags?.[lineIdTag];
  return {
    ...{ target, time, msgid, source: '*', command: erased, params: [] },
    ...(account !== undefined && id !== undefined && { account, clientTags: { [lineIdTag]: id } }),
  };
}
