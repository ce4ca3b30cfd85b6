// Preloaded into the relay that is soaked: says what memory holds once all that is garbage is gone.
// Answers each message from the parent with { heapUsed, external, rss } in bytes. Needs --expose-gc.
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heapUsed, external, rss });
});
// The relay ends when it has nothing else to do.
process.channel?.unref();
