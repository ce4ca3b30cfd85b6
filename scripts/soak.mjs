// Lets many clients live in pychat-relay for a while, and watches what arrives and what memory does.
//   npm run soak [-- [--minutes N | --seconds N] [--clients N] [--crowd N] [--relay FILE] [--seed N]]
// Without --crowd: N clients (200) for N minutes (20) who talk, come, go, break off, read slowly or not at all.
// With it: N clients in one room, a few of whom say something.
import { parseArgs } from 'node:util';
import { numberOf } from './options.mjs';
import { runScript } from './setup.mjs';

const options = {
  minutes: { type: 'string', default: '20' },
  seconds: { type: 'string' },
  clients: { type: 'string', default: '200' },
  crowd: { type: 'string' },
  relay: { type: 'string', default: 'src/relay/cli.ts' },
  seed: { type: 'string', default: '1' },
};

const mib = bytes => (bytes / 1024 / 1024).toFixed(1);

/** @returns what failed */
async function runCrowd(clients, program) {
  const { crowd } = await import('../test/soak/crowd.ts');
  const { enteredMs, spokeMs, delivered, before, after, failures } = await crowd({ clients, program });
  const each = (after.rss - before.rss) / clients / 1024;
  console.log(`${clients} in one room after ${(enteredMs / 1000).toFixed(1)} s`);
  console.log(`${delivered} messages delivered in ${(spokeMs / 1000).toFixed(2)} s`);
  console.log(`relay: resident ${mib(before.rss)} → ${mib(after.rss)} MiB, ${each.toFixed(0)} KiB a client`);
  return failures;
}

/** @returns what failed */
async function runSoak(settings) {
  const { soak } = await import('../test/soak/soak.ts');
  const { counts, memory } = await soak(settings);
  const { sent, delivered, connections, resets, quits, joins, parts, nicks, pauses, frozen, dropped } =
    counts;
  console.log(`${settings.clients} clients for ${settings.seconds} s, seed ${settings.seed}`);
  console.log(`${sent} messages sent, ${delivered} lines of rooms delivered and compared`);
  console.log(
    `${connections} connections, ${resets} reset, ${quits} quit; ${joins} joins, ${parts} parts, ${nicks} nicks`,
  );
  console.log(`${pauses} slow readers, ${frozen} frozen ones, ${dropped} of them let go`);
  console.log(
    `delay ${counts.delay(0.5)} ms in the middle, ${counts.delay(0.99)} ms for 99 %, ${counts.delay(1)} ms at most`,
  );
  console.log(memory.describe());
  return counts.failures;
}

async function main() {
  const { values } = parseArgs({ options });
  const seconds =
    values.seconds === undefined
      ? 60 * numberOf(values.minutes, 'minutes', 0.01)
      : numberOf(values.seconds, 'seconds');
  const failures =
    values.crowd === undefined
      ? await runSoak({
          clients: numberOf(values.clients, 'clients', 20),
          seconds,
          program: values.relay,
          seed: numberOf(values.seed, 'seed'),
        })
      : await runCrowd(numberOf(values.crowd, 'crowd', 10), values.relay);
  for (const failure of failures) console.log(`FAILED: ${failure}`);
  console.log(
    failures.length === 0 ? 'Nothing lost, nothing doubled, all in order.' : 'This relay is broken.',
  );
  return failures.length === 0;
}

await runScript(import.meta.url, main);
