import type { TlsIdentity } from '../../../src/net/tls.ts';
import type { Attack } from '../attack.ts';
import type { Scene } from '../scene.ts';
import type { Visitor } from '../visitor.ts';

const connections = 100;
const linesEach = 150;
const lineBytes = 380;
const roundMs = 2000;
const capabilities = 'batch message-tags server-time draft/multiline draft/chathistory';

const body = (nick: string): string =>
  `BATCH +b draft/multiline ${nick}\r\n${`@batch=b PRIVMSG ${nick} :${'x'.repeat(lineBytes)}\r\n`.repeat(linesEach)}BATCH -b\r\n`;

async function visit(scene: Scene, index: number, identity: TlsIdentity, all: Set<Visitor>): Promise<void> {
  const visitor = await scene.member(index, identity, capabilities);
  all.add(visitor);
  try {
    while (visitor.isOpen) {
      const others = [...all];
      const other = others[Math.floor(Math.random() * others.length)] ?? visitor;
      await visitor.ask([]);
      visitor.socket.write(body(other.nick));
      await scene.pause(roundMs);
    }
  } finally {
    all.delete(visitor);
  }
}

export const siblings: Attack = {
  name: 'siblings',
  by: 'member',
  about: '100 connections of one key say private messages of 57 KiB to each other, which all of them hear',
  async run(scene) {
    const identity = await scene.newIdentity();
    const all = new Set<Visitor>();
    await scene.crowd(connections, index => visit(scene, index, identity, all));
  },
};
