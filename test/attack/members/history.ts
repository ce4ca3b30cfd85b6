import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';

const connections = 60;
const capabilities = 'batch message-tags server-time draft/chathistory draft/event-playback';

/** Everything that is kept, in every way that it can be asked for. */
function questions(): string[] {
  const from = new Date(0).toISOString();
  const now = new Date().toISOString();
  return [
    'CHATHISTORY LATEST #chat * 200',
    `CHATHISTORY BETWEEN #chat timestamp=${from} timestamp=${now} 200`,
    `CHATHISTORY AROUND #chat timestamp=${now} 200`,
    `CHATHISTORY AFTER #chat timestamp=${from} 200`,
    `CHATHISTORY BEFORE #chat msgid=none 200`,
    `CHATHISTORY TARGETS timestamp=${from} timestamp=${now} 200`,
  ];
}

async function visit(scene: Scene, index: number): Promise<void> {
  const visitor = await scene.member(index, await scene.newIdentity(), capabilities);
  await visitor.ask(['JOIN #chat']);
  await visitor.flood(() => `${questions().join('\r\n')}\r\n`);
}

export const history: Attack = {
  name: 'history',
  by: 'member',
  about: '60 ask for all the history there is, forwards, backwards and around, and for its targets',
  run: scene => scene.crowd(connections, index => visit(scene, index)),
};
