/** What one input may take at most: milliseconds of the processor, and bytes that the heap has more after it. */
const maxInputMs = 3_000;
const maxInputHeapBytes = 96 * 1024 * 1024;

/** Begins to watch what an input takes. @returns to be called after it; throws when that was too much */
function watch(data: Buffer): () => void {
  const [cpu, heap] = [process.cpuUsage(), process.memoryUsage().heapUsed];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    const ms = (user + system) / 1_000;
    const more = process.memoryUsage().heapUsed - heap;
    if (ms > maxInputMs) throw new Error(`${ms.toFixed(0)} ms for ${data.length} bytes`);
    if (more > maxInputHeapBytes) throw new Error(`${more} bytes of heap for ${data.length} bytes`);
  };
}

/** The same target, for which an input that takes too much time or memory is a finding as well. */
export function watched(fuzz: (data: Buffer) => Promise<void>): (data: Buffer) => Promise<void> {
  return async data => {
    const done = watch(data);
    await fuzz(data);
    done();
  };
}

/** The same for a target that is done when it returns. */
export function watchedSync(fuzz: (data: Buffer) => void): (data: Buffer) => void {
  return data => {
    const done = watch(data);
    fuzz(data);
    done();
  };
}
