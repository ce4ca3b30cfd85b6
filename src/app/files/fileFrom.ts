import { fileURLToPath } from 'node:url';

/** Where a file is, as the editor names it. */
export interface EditorUri {
  readonly scheme: string;
  readonly fsPath: string;
  toString(): string;
}

/** A file on this machine, or one that only the editor can read. */
export type FileFrom = { readonly path: string } | { readonly address: string };

/** What pages and programs are reached by. */
const notFiles: ReadonlySet<string> = new Set(
  ['http', 'https', 'ftp', 'mailto', 'data', 'blob', 'javascript', 'command', 'vscode'].map(
    scheme => `${scheme}:`,
  ),
);

/** @param uri of a file that the user has picked */
export function sourceOf(uri: EditorUri): FileFrom {
  return uri.scheme === 'file' ? { path: uri.fsPath } : { address: uri.toString() };
}

/** @param address comes from the page: one with a host would have the system look for a machine of that name */
export function droppedSource(address: string): FileFrom | undefined {
  try {
    const url = new URL(address);
    if (notFiles.has(url.protocol)) return undefined;
    if (url.protocol !== 'file:') return { address };
    return url.host === '' ? { path: fileURLToPath(url) } : undefined;
  } catch {
    return undefined;
  }
}
