// Loaded by `node --import` into an extension host: writes down how long its event loop was blocked, five times a second.
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setInterval } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

const everyMs = 200;
const file = process.env.PYCHAT_LOOP;

if (file && isMainThread && process.argv.includes('--type=extensionHost')) {
  const delays = monitorEventLoopDelay({ resolution: 2 });
  delays.enable();
  const write = () => {
    appendFileSync(file, `${Date.now()} ${(delays.max / 1e6).toFixed(1)}\n`);
    delays.reset();
  };
  setInterval(write, everyMs).unref();
}
