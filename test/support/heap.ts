import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What lives on the heap once the garbage is gone, in bytes. */
export function liveHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
