// Shows that something is going on. Node's own modules only; works on Node 20.

/** Milliseconds between two words: on a terminal the line changes, elsewhere another one follows. */
const everyMs = { terminal: 1_000, file: 15_000 };

/**
 * Says what is done, and for how long already, until it is done.
 * @template T
 * @param {string} what e.g. 'Installing packages'
 * @param {() => Promise<T>} work prints nothing itself
 * @param {{ write(text: string): unknown, isTTY?: boolean }} [out]
 * @returns {Promise<T>}
 */
export async function whileSaying(what, work, out = process.stdout) {
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const say = out.isTTY
    ? () => out.write(`\r${what}… ${seconds()} s `)
    : () => out.write(`${what}… ${seconds()} s\n`);
  out.write(out.isTTY ? `${what}… ` : `${what}…\n`);
  const timer = setInterval(say, out.isTTY ? everyMs.terminal : everyMs.file);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (out.isTTY) out.write(`\r${what}: ${seconds()} s \n`);
  }
}
