import { lstat, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inEnglish } from '../../src/chat/translate.ts';
import { errorCode } from '../../src/common/errorCode.ts';

/**
 * Stands for the module `vscode` where files of a workspace are looked at and written: on the real disk, through links as
 * the editor goes. What the user is asked is answered by `answers`.
 */
export const l10n = { t: inEnglish };

export class Uri {
  readonly scheme: string;
  readonly path: string;

  constructor(scheme: string, place: string) {
    this.scheme = scheme;
    this.path = place;
  }

  static file(place: string): Uri {
    return new Uri('file', place);
  }

  static from({ scheme, path: place }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, place);
  }

  static parse(text: string): Uri {
    const at = text.indexOf('://');
    return new Uri(text.slice(0, at), text.slice(at + 3));
  }

  static joinPath(uri: Uri, ...parts: readonly string[]): Uri {
    return new Uri(uri.scheme, path.posix.join(uri.path, ...parts));
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
}

export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 } as const;

export class FileSystemError extends Error {}

export class Range {
  readonly start: number;
  readonly end: number;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}

export class TabInputTextDiff {
  readonly modified = undefined;
}

interface Change {
  readonly uri: Uri;
  readonly range?: Range;
  readonly text: string;
}

export class WorkspaceEdit {
  readonly changes: Change[] = [];

  createFile(uri: Uri, { contents }: { contents: Uint8Array }): void {
    this.changes.push({ uri, text: new TextDecoder().decode(contents) });
  }

  replace(uri: Uri, range: Range, text: string): void {
    this.changes.push({ uri, range, text });
  }
}

class Document {
  readonly uri: Uri;
  text: string;
  isDirty = false;

  constructor(uri: Uri, text: string) {
    this.uri = uri;
    this.text = text;
  }

  getText(): string {
    return this.text;
  }

  positionAt(offset: number): number {
    return offset;
  }

  async save(): Promise<void> {
    await writeFile(this.uri.fsPath, this.text);
    this.isDirty = false;
  }
}

const noAnswer: (question: string, buttons: readonly string[]) => string | undefined = () => undefined;

/** What the tests decide and look at. */
export const editor = {
  /** The button that a question is answered with; undefined cancels it. */
  answer: noAnswer,
  asked: [] as string[],
  /** The right side of each diff editor that was opened, and its title. */
  diffs: [] as { right: Uri; title: string }[],
  /** Called when a question is asked. */
  whileAsked: (): Promise<void> => Promise.resolve(),
};

export const workspace = {
  workspaceFolders: [] as { uri: Uri; name: string }[],
  textDocuments: [] as Document[],
  fs: {
    async stat(uri: Uri): Promise<{ type: number; size: number }> {
      try {
        const [own, led] = await Promise.all([lstat(uri.fsPath), stat(uri.fsPath)]);
        const type = led.isFile() ? FileType.File : led.isDirectory() ? FileType.Directory : FileType.Unknown;
        return { type: type | (own.isSymbolicLink() ? FileType.SymbolicLink : 0), size: led.size };
      } catch (error) {
        throw new FileSystemError(errorCode(error));
      }
    },
    readFile: (uri: Uri): Promise<Uint8Array> => readFile(uri.fsPath),
  },
  decode: (bytes: Uint8Array): Promise<string> => Promise.resolve(new TextDecoder().decode(bytes)),
  getWorkspaceFolder: ({ path: place }: Uri): { name: string } | undefined =>
    workspace.workspaceFolders.find(({ uri }) => place.startsWith(`${uri.path}/`)),
  registerTextDocumentContentProvider: () => ({ dispose: () => undefined }),
  async openTextDocument(uri: Uri): Promise<Document> {
    const open = workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
    if (open !== undefined) return open;
    const document = new Document(uri, await readFile(uri.fsPath, 'utf8'));
    workspace.textDocuments.push(document);
    return document;
  },
  async applyEdit({ changes }: WorkspaceEdit): Promise<boolean> {
    for (const { uri, range, text } of changes.toReversed()) {
      if (range === undefined) {
        await mkdir(path.dirname(uri.fsPath), { recursive: true });
        await writeFile(uri.fsPath, text, { flag: 'wx' });
      } else {
        const document = await workspace.openTextDocument(uri);
        document.text = document.text.slice(0, range.start) + text + document.text.slice(range.end);
        document.isDirty = true;
      }
    }
    return true;
  },
};

export const window = {
  tabGroups: {
    all: [],
    activeTabGroup: {},
    onDidChangeTabs: () => ({ dispose: () => undefined }),
    close: () => Promise.resolve(true),
  },
  showTextDocument: () => Promise.resolve(),
  showQuickPick: <T>(items: readonly T[]): Promise<T | undefined> => Promise.resolve(items[0]),
  showSaveDialog: (): Promise<Uri | undefined> => Promise.resolve(undefined),
  async showWarningMessage(
    text: string,
    { detail = '' }: { readonly detail?: string },
    ...buttons: readonly string[]
  ): Promise<string | undefined> {
    editor.asked.push(`${text} ${detail}`.trim());
    await editor.whileAsked();
    return editor.answer(text, buttons);
  },
};

export const commands = {
  executeCommand: (command: string, _: Uri, right: Uri, title: string): Promise<void> => {
    if (command === 'vscode.diff') editor.diffs.push({ right, title });
    return Promise.resolve();
  },
};
