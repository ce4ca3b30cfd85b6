import type { FromWebview } from '../../protocol.ts';
import type { NickActions } from './nickMenu.ts';

/** What the menu of a person asks of the host. @param tab gives the tab that is open */
export function nickRequests(
  send: (message: FromWebview) => void,
  tab: () => string,
): Pick<NickActions, 'message' | 'mute'> {
  return {
    message: nick => send({ type: 'openChat', tab: tab(), nick }),
    mute: (nick, on) => send({ type: 'mute', tab: tab(), nick, on }),
  };
}
