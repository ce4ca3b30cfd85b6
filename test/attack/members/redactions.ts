import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 40;
const capabilities = 'message-tags echo-message batch draft/message-redaction draft/multiline';

/** Says what may be taken back, takes back what is not its own, and speaks to those who do not listen. */
async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, undefined, capabilities);
  await visitor.ask(['JOIN #chat']);
  let count = 0;
  let ownId = 'none';
  visitor.socket.on('data', (text: string) => {
    ownId = new RegExp(`msgid=([^; ]+)[^\n]* :${visitor.nick}!`).exec(text)?.[1] ?? ownId;
  });
  const says = [
    () => `PRIVMSG #chat :${'x'.repeat(300)}\r\nREDACT #chat ${ownId} :${'x'.repeat(200)}\r\n`,
    () => `REDACT #chat id${++count} :x\r\nREDACT host ${ownId}\r\n`,
    () => `PRIVMSG host :${'x'.repeat(300)}\r\n`,
    () => `PRIVMSG #chat,host,#none,nobody :${++count}\r\n`,
  ];
  await visitor.flood(says[index % says.length] ?? (() => ''));
}

export const redactions: Attack = {
  name: 'redactions',
  by: 'member',
  about: '40 speak in #chat and to the host, and take back what is theirs and what is not',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
