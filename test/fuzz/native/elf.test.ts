import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { forOlderLinux } from './elf.mjs';

const prebuilds = path.resolve(import.meta.dirname, '../../../node_modules/@jazzer.js/fuzzer/prebuilds');
const names = ['fuzzer-linux-x64.node', 'fuzzer-linux-arm64.node'];

describe('the native part of the fuzzer', () => {
  test.each(names)('%s keeps its size, and is changed no further when changed again', name => {
    const original = readFileSync(path.join(prebuilds, name));
    const changed = forOlderLinux(original);
    expect(changed).toHaveLength(original.length);
    expect(changed.equals(original)).toBe(false);
    expect(forOlderLinux(changed).equals(changed)).toBe(true);
  });

  test.runIf(process.platform === 'linux')('loads here, however old this Linux is', () => {
    const preload = pathToFileURL(path.join(import.meta.dirname, 'load.mjs')).href;
    const program = `require('@jazzer.js/fuzzer').fuzzer.startFuzzing`;
    const { status, stderr } = spawnSync(process.execPath, ['--import', preload, '-e', program], {
      cwd: path.resolve(import.meta.dirname, '../../..'),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
