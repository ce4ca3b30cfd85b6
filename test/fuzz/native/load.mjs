// Preloaded (`node --import`) before the fuzzer: its native part is built for a newer Linux than many machines run.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { forOlderLinux } from './elf.mjs';

const folder = path.resolve(import.meta.dirname, '../../../.cache/fuzz/native');
const load = process.dlopen;

/** Where the changed module is; it is made when it is not there. */
function copyOf(file) {
  const bytes = forOlderLinux(readFileSync(file));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const copy = path.join(folder, `${hash}.node`);
  if (existsSync(copy)) return copy;
  mkdirSync(folder, { recursive: true });
  // Renamed into place: several may start at once.
  const made = path.join(folder, `${hash}-${process.pid}`);
  writeFileSync(made, bytes);
  renameSync(made, copy);
  return copy;
}

process.dlopen = (module, file, ...flags) => {
  try {
    return load.call(process, module, file, ...flags);
  } catch (error) {
    if (!/version `GLIBC(XX)?_[\d.]+' not found/.test(String(error))) throw error;
    return load.call(process, module, copyOf(file), ...flags);
  }
};
