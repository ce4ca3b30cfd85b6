import { connect } from 'node:tls';
import { parseInvite } from '../../src/trust/invite.ts';

/** Somebody in the room with a bare IRC connection, who greets whoever comes in. Resolves when in the room. */
export async function startGreeter(inviteText: string): Promise<void> {
  const { port, room, token } = parseInvite(inviteText);
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, minVersion: 'TLSv1.3' });
  // The room closes before the greeter leaves it.
  socket.on('error', () => undefined);
  socket.setEncoding('utf8').setNoDelay(true);
  socket.write(`PASS ${token}\r\nNICK greeter\r\nUSER greeter 0 * :greeter\r\nJOIN ${room}\r\n`);
  let seen = '';
  await new Promise<void>((resolve, reject) => {
    socket.once('close', () => reject(new Error(`the greeter did not get in: ${seen}`)));
    socket.on('data', (text: string) => {
      seen += text;
      if (text.includes(' 366 ')) resolve();
      else if (/^\S+ JOIN /m.test(text)) socket.write(`PRIVMSG ${room} :welcome\r\n`);
    });
  });
}
