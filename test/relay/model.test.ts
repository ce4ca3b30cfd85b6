import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bench } from './model/bench.ts';
import { lineOf, scripts } from './model/command.ts';

/** How long to look, in seconds: a short, always equal run, unless more is asked for. */
const seconds = Number(process.env.PYCHAT_MODEL_SECONDS ?? 0);
const shortRuns = 1500;

test(
  'the relay does what a plain model of people and rooms does, and everyone reads everything once and in order',
  { timeout: (seconds + 120) * 1000 },
  async () => {
    let commands = 0;
    const property = fc.asyncProperty(scripts, async script => {
      const bench = new Bench();
      await bench.start();
      for (const group of script) {
        const { given, wanted } = await bench.play(group);
        commands += group.length;
        expect(given, group.map(command => `${command.who}: ${lineOf(command)}`).join('\n')).toEqual(wanted);
      }
    });
    const long = { numRuns: 1e9, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false };
    await fc.assert(property, seconds > 0 ? long : { numRuns: shortRuns, seed: 1 });
    if (seconds > 0) process.stdout.write(`${commands} commands, nothing found\n`);
    expect(commands).toBeGreaterThan(shortRuns);
  },
);
