import type { FromWebview } from '../../protocol.ts';
import type { LineActions } from './lineActions.ts';

/** What lines ask of the host. @param tab gives the tab that is open */
export function lineRequests(
  send: (message: FromWebview) => void,
  tab: () => string,
): Omit<LineActions, 'answer' | 'jumpTo'> {
  return {
    openLink: href => send({ type: 'openLink', href }),
    openLocation: location => send({ type: 'openLocation', location }),
    checkLocations: locations => send({ type: 'checkLocations', locations }),
    code: (id, block, action) => send({ type: 'code', tab: tab(), id, block, action }),
    file: (id, action) => send({ type: 'file', tab: tab(), id, action }),
    react: (id, reaction) => send({ type: 'react', tab: tab(), id, reaction }),
    redact: id => send({ type: 'redact', tab: tab(), id }),
    sendAgain: id => send({ type: 'sendAgain', tab: tab(), id }),
    joinRoom: room => send({ type: 'joinRoom', tab: tab(), room }),
  };
}
