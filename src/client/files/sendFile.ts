import { type FileCall, type FileEndpoint, FileLine } from './fileEndpoint.ts';
import { FileFailure } from './fileFailure.ts';
import { fileStallMs } from './limits.ts';

/** Where the bytes of an offered file come from, as often as they are asked for. */
export interface FileSource {
  /** Bytes. */
  readonly size: number;
  /** The bytes from `offset` on. Throws FileFailure `changed` when they are no longer what was offered. */
  read(offset: number): AsyncIterable<Uint8Array>;
}

interface SendOptions extends FileCall {
  /** What the relay named the transfer, in `WANTED`. */
  readonly pull: string;
  readonly offset: number;
  /** Called with the bytes that the receiver has or that are on their way, after each piece. */
  readonly progress: (moved: number) => void;
}

/** Sends a file to one receiver who wants it, and waits until they have it. @throws {FileFailure}; what the source throws */
export async function sendFile(
  endpoint: FileEndpoint,
  source: FileSource,
  options: SendOptions,
): Promise<void> {
  const line = await FileLine.open(endpoint, options);
  try {
    await line.ask(`SEND ${options.pull}`, 'GO');
    let moved = options.offset;
    for await (const chunk of source.read(options.offset)) {
      await write(line, chunk);
      moved += chunk.length;
      options.progress(moved);
    }
    if (moved !== source.size) throw new FileFailure('changed', `${moved} bytes of ${source.size}`);
    await line.expect('DONE');
  } finally {
    line.close();
  }
}

async function write(line: FileLine, chunk: Uint8Array): Promise<void> {
  const { stream } = line;
  if (!stream.writable) throw line.failure(new Error('closed'));
  if (stream.write(chunk)) return;
  await line.within(fileStallMs, drained(line));
}

function drained({ stream }: FileLine): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      stream.off('drain', onDrain).off('close', onClose);
      finish();
    };
    const onDrain = (): void => settle(resolve);
    const onClose = (): void => settle(() => reject(new Error('closed')));
    stream.on('drain', onDrain).on('close', onClose);
  });
}
