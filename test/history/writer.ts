import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { HistoryFile } from '../../src/history/historyFile.ts';
import { toDisposable } from '../../src/common/dispose.ts';
import { NodeFolder } from '../support/nodeFolder.ts';

// Writes numbered lines as fast as the disk takes them, until it is killed. Argument: the folder.
const path = process.argv[2] ?? '';

/** A slow disk: it takes a file piece by piece, so that a process can die with half of one written. */
class SlowFolder extends NodeFolder {
  override async write(name: string, bytes: Uint8Array): Promise<void> {
    const file = await open(join(path, name), 'w');
    for (let at = 0; at < bytes.length; at += 256) await file.write(bytes.subarray(at, at + 256));
    await file.close();
  }
}

/** A second passes with every look at it, so that no write waits. */
let seconds = Date.UTC(2026, 10, 22) / 1000;
const clock = {
  now: () => ++seconds * 1000,
  after: (_: number, task: () => void) => {
    const timer = setImmediate(task);
    return toDisposable(() => clearImmediate(timer));
  },
};

const file = new HistoryFile({
  folder: new SlowFolder(path),
  clock,
  count: 3,
  onFault: (fault, detail) => process.stdout.write(`fault ${fault} ${detail}\n`),
});

const earlier = await file.load();
let number = Number(earlier.at(-1)?.text.split(' ')[0] ?? 0);
for (;;) {
  number += 1;
  file.add({
    kind: 'message',
    id: String(number),
    at: clock.now(),
    nick: 'ana',
    text: `${number} ${'olá '.repeat(number % 2_000)}`,
    form: 'say',
    own: true,
  });
  await file.flush();
  process.stdout.write('.');
}
