import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { HistoryMarks } from '../history/historyFile.ts';

/** Marks that are read: those of two files of the most lines that are kept. */
const maxMarks = 2_000;

/** The marks of what was written to a workspace's file, in the folder that the editor gives us for that workspace alone. */
export function historyMarks(folder: string): HistoryMarks {
  const file = path.join(folder, 'history.marks');
  return {
    read: async () => {
      const rows = (await readFile(file, 'utf8')).split('\n');
      return new Set(rows.filter(row => /^[\da-f]{32}$/.test(row)).slice(0, maxMarks));
    },
    write: async marks => {
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.tmp`, [...marks, ''].join('\n'), { mode: 0o600 });
      await rename(`${file}.tmp`, file);
    },
  };
}
