import { utf8Length } from '../../irc/utf8.ts';
import { setname as setnameCapability } from '../core/capabilities.ts';
import type { Context } from '../core/context.ts';
import { FailError } from '../core/ircError.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import { deliverToAcquaintances } from '../people/presence.ts';

/** Changes the caller's real name. https://ircv3.net/specs/extensions/setname */
export function handleSetname({ relay, session, params }: Context): void {
  const [realName = ''] = params;
  if (realName === '' || utf8Length(realName) > relay.limits.realNameBytes)
    throw new FailError('Not a real name that can be used here', {
      command: 'SETNAME',
      code: 'INVALID_REALNAME',
    });
  session.realName = realName;
  const news = new OutgoingMessage({
    ...session.origin,
    command: 'SETNAME',
    params: [realName],
    time: relay.time.now(),
    needs: setnameCapability,
  });
  session.send(news);
  deliverToAcquaintances(relay, session, news);
}
