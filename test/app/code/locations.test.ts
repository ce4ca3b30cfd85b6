import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Location } from '../../../src/chat/location.ts';
import { locationKey } from '../../../src/chat/locations.ts';
import { Uri, workspace } from '../../support/editorFiles.ts';

vi.mock('vscode', () => import('../../support/editorFiles.ts'));
const { checkLocations } = await import('../../../src/app/code/locations.ts');

let place: string;
let looks: number;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'pychat-locations-'));
  mkdirSync(path.join(place, 'ws/src'), { recursive: true });
  writeFileSync(path.join(place, 'ws/src/a.ts'), 'one\ntwo\n');
  workspace.workspaceFolders = [{ uri: Uri.file(path.join(place, 'ws')), name: 'ws' }];
  workspace.textDocuments = [];
  looks = 0;
  const stat = workspace.fs.stat.bind(workspace.fs);
  vi.spyOn(workspace.fs, 'stat').mockImplementation(uri => {
    looks += 1;
    return stat(uri);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(place, { recursive: true });
});

/** A place on somebody's disk. */
const onDisk = (file: string, line: number): Location => ({ path: file, line, root: 'disk' });
const deep = (name: string): string => `${'d/'.repeat(20)}${name}`;

describe('places on the disk of somebody else', () => {
  it('are found by the end of their path', async () => {
    const ours = onDisk('home/rui/project/src/a.ts', 1);
    expect(await checkLocations([ours])).toEqual({ [locationKey(ours)]: 'same' });
  });

  it('cost one look at each ending, however many lines of one file are named', async () => {
    const all = Array.from({ length: 200 }, (_, line) => onDisk(deep('p.ts'), line + 1));
    const states = await checkLocations(all);
    expect(new Set(Object.values(states))).toEqual(new Set(['missing']));
    expect(Object.keys(states)).toHaveLength(200);
    expect(looks).toBeLessThanOrEqual(16);
  });

  it('are looked for up to 32 paths in one request, and of the rest nothing is said', async () => {
    const all = Array.from({ length: 200 }, (_, at) => onDisk(deep(`p${at}.ts`), 1));
    const ours: Location = { path: 'src/a.ts', line: 2 };
    const states = await checkLocations([...all, ours]);
    expect(Object.keys(states)).toHaveLength(33);
    expect(states[locationKey(ours)]).toBe('same');
    expect(looks).toBeLessThan(32 * 16 + 50);
  });
});
