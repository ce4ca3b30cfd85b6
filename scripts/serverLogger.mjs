// Gives VS Code's server a logger: its native one is not compiled, and without any no log or output channel has a line.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** Puts ours in its place, unless it is there. @param {string} server the folder with out/server-main.js */
export function writeLogger(server) {
  const wanted = readFileSync(path.join(root, 'scripts', 'plainLogger.cjs'), 'utf8');
  const file = path.join(server, 'node_modules', '@vscode', 'spdlog', 'index.js');
  if (readFileSync(file, 'utf8') === wanted) return;
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, wanted);
  renameSync(unfinished, file);
}
