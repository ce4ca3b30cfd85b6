import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { HistoryFolder } from '../history/historyFile.ts';

/** The workspace's `.pychat` through the editor's file system, so that remote and virtual workspaces work alike. */
export function historyFolder(workspaceFolder: Uri): HistoryFolder {
  const root = Uri.joinPath(workspaceFolder, '.pychat');
  const at = (name: string): Uri => (name === '' ? root : Uri.joinPath(root, name));
  const files = workspace.fs;
  return {
    stat: async name => {
      try {
        const { type, size } = await files.stat(at(name));
        return { kind: kindOf(type), size };
      } catch (error) {
        if (error instanceof FileSystemError && error.code === 'FileNotFound') return undefined;
        throw error;
      }
    },
    read: async name => files.readFile(at(name)),
    write: async (name, bytes) => files.writeFile(at(name), bytes),
    rename: async (from, to) => files.rename(at(from), at(to), { overwrite: true }),
    delete: async name => files.delete(at(name), { useTrash: false }),
    create: async () => files.createDirectory(root),
  };
}

/** A link says what it points to as well; that it is a link comes first. */
function kindOf(type: FileType): 'file' | 'folder' | 'symlink' | 'other' {
  if ((type & FileType.SymbolicLink) !== 0) return 'symlink';
  if (type === FileType.File) return 'file';
  return type === FileType.Directory ? 'folder' : 'other';
}
