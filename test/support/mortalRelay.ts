/** The relay's thread as it is, which dies as soon as it is told to: by an error, out of memory, or by leaving. */
const orders = new BroadcastChannel('pychat-mortal-relay');
orders.onmessage = ({ data }: MessageEvent<string>): void => {
  if (data === 'exit') process.exit(3);
  if (data === 'throw') throw new Error('a secret stack of a thread');
  const all: number[][] = [];
  // Fractions, which the garbage collector has nothing to follow in: it would go through all of them at the limit.
  for (;;) all.push(new Array<number>(1_000_000).fill(0.5));
};
(orders as unknown as { unref(): void }).unref();

await import('../../src/relay/worker.ts');
