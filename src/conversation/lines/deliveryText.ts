import { visibleWord } from '../../chat/visible.ts';
import type { Translate } from '../../chat/translate.ts';

/** Why a message of ours is not known to have arrived, as a sentence. @param reason a client's word, or a server's own */
export function deliveryText(reason: string, t: Translate): string {
  switch (reason) {
    case 'closed':
      return t('The connection has ended.');
    case 'waited':
      return t('PyChat was restarted before it was sent, and that is more than five minutes ago.');
    case 'restarted':
      return t('PyChat was restarted before the server had confirmed it. It may have arrived.');
    case 'lost':
      return t('The connection broke before the server had confirmed it. It may have arrived.');
    case 'noEcho':
      return t('The server has not confirmed it. It may have arrived.');
    case 'outboxFull':
      return t('Too many messages are waiting for the connection.');
    case 'tooLong':
      return t('It is too long.');
    case 'badTarget':
      return t('Nobody can have this name.');
    case 'noEntry':
      return t('The server has not let you into the room.');
    case 'notInRoom':
      return t('You are no longer in the room.');
    default:
      return visibleWord(reason);
  }
}
