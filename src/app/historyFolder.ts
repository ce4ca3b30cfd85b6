import { rename } from 'node:fs/promises';
import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { HistoryFolder, HistoryStat } from '../history/historyFile.ts';

/** The workspace's `.pychat` through the editor's file system, so that remote and virtual workspaces work alike. */
export function historyFolder(workspaceFolder: Uri): HistoryFolder {
  const root = Uri.joinPath(workspaceFolder, '.pychat');
  const at = (name: string): Uri => (name === '' ? root : Uri.joinPath(root, name));
  const files = workspace.fs;
  return {
    stat: async name => {
      try {
        const { type, size, mtime } = await files.stat(at(name));
        return { kind: kindOf(type), size, changed: mtime };
      } catch (error) {
        if (error instanceof FileSystemError && error.code === 'FileNotFound') return undefined;
        throw error;
      }
    },
    read: async name => files.readFile(at(name)),
    write: async (name, bytes) => files.writeFile(at(name), bytes),
    // The editor deletes what is in the way before it renames: killed between the two it would leave no file at all.
    rename: async (from, to) =>
      root.scheme === 'file'
        ? rename(at(from).fsPath, at(to).fsPath)
        : files.rename(at(from), at(to), { overwrite: true }),
    delete: async name => files.delete(at(name), { useTrash: false }),
    list: async () => (await files.readDirectory(root)).map(([name]) => name),
    create: async () => files.createDirectory(root),
  };
}

/** A link says what it points to as well; that it is a link comes first. */
function kindOf(type: FileType): HistoryStat['kind'] {
  if ((type & FileType.SymbolicLink) !== 0) return 'symlink';
  if (type === FileType.File) return 'file';
  return type === FileType.Directory ? 'folder' : 'other';
}
