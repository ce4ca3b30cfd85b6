import { FuzzedDataProvider } from '@jazzer.js/core';
import { describe, readScript, type Script } from './session/script.ts';
import { shrink } from './session/shrink.ts';
import { World } from './session/world.ts';
import { watched } from './watched.ts';

async function failure(script: Script): Promise<unknown> {
  try {
    await new World(script).run();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Several clients and one relay: whatever they send, cut, or break off, the relay answers and nobody reads nonsense. */
export const fuzz = watched(async data => {
  const script = readScript(new FuzzedDataProvider(data));
  if ((await failure(script)) === undefined) return;
  const { script: smallest, error } = await shrink(script, failure);
  throw new Error(`${String(error)}\nThe least that leads to it:\n${describe(smallest)}`, { cause: error });
});
