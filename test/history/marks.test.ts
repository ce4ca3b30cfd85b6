import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { historyMarks } from '../../src/app/historyMarks.ts';
import type { HistoryMarks } from '../../src/history/historyFile.ts';
import { HistoryWorkspace, row, said } from '../support/historyWorkspace.ts';

const here = new HistoryWorkspace();

/** The marks of this installation, outside of the folder that others see. */
const marks = (): HistoryMarks => historyMarks(join(here.path, 'storage'));

/** The lines that are there, those that came with the folder in brackets. */
async function shown(): Promise<string[]> {
  const file = here.open({ marks: marks() });
  const lines = await file.load();
  await file.close();
  return lines.map(({ text, isForeign }) => (isForeign === true ? `[${text}]` : text));
}

async function say(...texts: readonly string[]): Promise<void> {
  const file = here.open({ marks: marks() });
  await file.load();
  for (const text of texts) file.add(said(text));
  await file.close();
}

describe('lines of the workspace’s file', () => {
  it('that were not written here are said to have come with the folder', async () => {
    await here.store(row('one') + row('two'));
    expect(await shown()).toEqual(['[one]', '[two]']);
  });

  it('that were written here are ours, also the next time', async () => {
    await say('one', 'two\nrows \\ and \u200b');
    expect(await shown()).toEqual(['one', expect.stringContaining('two')]);
    expect(await shown()).toHaveLength(2);
  });

  it('stay what they are beside those that are said here', async () => {
    await here.store(row('theirs'));
    await say('ours');
    expect(await here.stored()).toBe(row('theirs') + row('ours'));
    expect(await shown()).toEqual(['[theirs]', 'ours']);
    await say('more');
    expect(await shown()).toEqual(['[theirs]', 'ours', 'more']);
  });

  it('that somebody has put among ours are seen', async () => {
    await say('one', 'two');
    await here.store(row('one') + row('forged') + row('two'));
    expect(await shown()).toEqual(['one', '[forged]', 'two']);
  });

  it('are ours when the editor was killed before the file was written, and after', async () => {
    await say('one', 'two', 'three');
    const before = await here.stored();
    await say('four');
    expect(await shown()).toEqual(['two', 'three', 'four']);
    await here.store(before);
    const file = here.open({
      marks: marks(),
      folder: here.folderWith({ rename: () => Promise.reject(new Error('killed')) }),
    });
    await file.load();
    file.add(said('five'));
    await file.close();
    expect(await shown()).toEqual(['one', 'two', 'three']);
  });

  it('came with the folder when the marks are gone, damaged or somebody else’s', async () => {
    await say('one');
    const file = join(here.path, 'storage', 'history.marks');
    await writeFile(file, '../../x\n\0\n');
    expect(await shown()).toEqual(['[one]']);
    await rm(join(here.path, 'storage'), { recursive: true });
    await writeFile(join(here.path, 'storage'), 'no folder');
    expect(await shown()).toEqual(['[one]']);
    await say('two');
    expect(await shown()).toEqual(['[one]', '[two]']);
    expect(here.faults).toEqual([]);
  });
});
