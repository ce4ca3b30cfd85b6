/** The relay's thread as it is, which dies as soon as it is told to: by an error, out of memory, or by leaving. */
const orders = new BroadcastChannel('pychat-mortal-relay');
orders.onmessage = ({ data }: MessageEvent<string>): void => {
  if (data === 'exit') process.exit(3);
  if (data === 'throw') throw new Error('a secret stack of a thread');
  const all: number[][] = [];
  for (;;) all.push(new Array<number>(100_000).fill(all.length));
};
(orders as unknown as { unref(): void }).unref();

await import('../../src/relay/worker.ts');
