import type { Script, Step } from './script.ts';

/**
 * Takes away from a script what it can do without and still fail: steps in ever smaller groups, then capabilities.
 *
 * @param failure runs a script and gives what went wrong; undefined when nothing did
 * @returns the smallest script found, with its failure
 */
export async function shrink(
  script: Script,
  failure: (script: Script) => Promise<unknown>,
): Promise<{ script: Script; error: unknown }> {
  let best = { script, error: await failure(script) };
  const attempt = async (smaller: Script): Promise<boolean> => {
    const error = await failure(smaller);
    if (error !== undefined) best = { script: smaller, error };
    return error !== undefined;
  };
  for (let size = script.steps.length; size > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.script.steps.length;) {
      const steps: Step[] = best.script.steps.toSpliced(at, size);
      if (!(await attempt({ ...best.script, steps }))) at += size;
    }
  }
  for (let client = 0; client < script.starts.length; client++)
    for (let bit = 0; bit < 32; bit++) {
      const starts = best.script.starts.map((start, index) =>
        index === client ? { ...start, capabilities: start.capabilities & ~(1 << bit) } : start,
      );
      if (starts[client]?.capabilities !== best.script.starts[client]?.capabilities)
        await attempt({ ...best.script, starts });
    }
  return best;
}
