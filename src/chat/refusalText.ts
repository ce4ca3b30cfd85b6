import type { ChatEvent } from './event.ts';
import type { Translate } from './translate.ts';
import { quoted, visibleName } from './visible.ts';

/** A server's refusal in words of ours where it is a common one, else in the server's. */
export function refusalText(numeric: string, params: readonly string[], t: Translate): string {
  const what = visibleName(params.at(-2) ?? '');
  switch (numeric) {
    case '401':
      return t('Nobody here is called {what}.', { what });
    case '403':
      return t('There is no channel {what}.', { what });
    case '404':
      return t('{what} does not accept your message.', { what });
    case '421':
      return t('The server does not know the command {what}.', { what });
    case '432':
      return t('{what} cannot be a nick: letters, digits and -_[]{}|^` only, no digit first.', { what });
    case '433':
      return t('The nick {what} is taken. Choose another with /nick.', { what });
    case '482':
      return t('Only an operator of {what} may do that.', { what });
    default: {
      const text = params.at(-1) ?? '';
      if (text === '') return t('The server refused ({numeric}).', { numeric });
      return t('The server refused ({numeric}): {text}', { numeric, text: quoted(text) });
    }
  }
}

/** Why a room does not let us in, in words of ours where it is a common reason, else in the server's. */
export function notEnteredText(event: ChatEvent & { type: 'notEntered' }, t: Translate): string {
  const room = visibleName(event.target);
  switch (event.numeric) {
    case '':
      return t('The server has not let you into {room}, and does not say why.', { room });
    case '403':
      return t('There is no channel {what}.', { what: room });
    case '405':
      // A server also says it when there is no place for a new room: only its words tell which.
      if (event.text !== '') return ownWords(event, t);
      return t('You are in as many rooms as this server allows: leave one to enter {room}.', { room });
    case '470':
      return t('{room} leads to {other}.', { room, other: visibleName(event.forwardedTo ?? '') });
    case '471':
      return t('{room} is full.', { room });
    case '473':
      return t('{room} is entered by invitation only.', { room });
    case '474':
      return t('You are banned from {room}.', { room });
    case '475':
      return t('{room} is entered with a key: /join {room} KEY', { room });
    case '477':
      return t('{room} is for registered nicks only.', { room });
    default:
      return ownWords(event, t);
  }
}

function ownWords({ target, text }: ChatEvent & { type: 'notEntered' }, t: Translate): string {
  return t('{room} cannot be entered: {text}', { room: visibleName(target), text: quoted(text) });
}
