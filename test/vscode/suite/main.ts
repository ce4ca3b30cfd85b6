import './manifest.ts';
import './blocked.ts';
import './code.ts';
import { runAll } from './runner.ts';

/** Called by the extension host. */
export function run(): Promise<void> {
  return runAll();
}
