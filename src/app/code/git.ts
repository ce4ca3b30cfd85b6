import { extensions, type Uri, workspace } from 'vscode';

/**
 * What is used here of what VS Code's own git extension offers.
 * https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts
 */
interface GitExtension {
  getAPI(version: 1): { getRepository(uri: Uri): GitRepository | null };
}

interface GitRepository {
  readonly state: { readonly HEAD?: { readonly commit?: string } };
  /** The text of a file at a commit. */
  show(ref: string, path: string): Promise<string>;
  buffer(ref: string, path: string): Promise<Uint8Array>;
  getObjectDetails(ref: string, path: string): Promise<unknown>;
}

/** A file of a workspace folder in the git repository that it lies in. */
export interface GitFile {
  /** The commit that is checked out, in seven hex digits; undefined when there is none, or the file is not part of it. */
  headCommit(): Promise<string | undefined>;
  /** The file's text at a commit; undefined when either is not there. */
  textAt(commit: string): Promise<string | undefined>;
  /** The same with the byte order mark that it begins with: a patch applies only with it. */
  markedTextAt(commit: string): Promise<string | undefined>;
  /** The file's text as it is staged, with its byte order mark; undefined when it is not, or deleted. */
  stagedText(): Promise<string | undefined>;
}

/** Git's side of a file; undefined without git, without a repository, or where the workspace is not trusted. */
export async function gitFileOf(uri: Uri): Promise<GitFile | undefined> {
  if (!workspace.isTrusted || uri.scheme !== 'file') return undefined;
  const repository = await repositoryOf(uri);
  // Undefined until git was asked for the first time; before the first commit a branch without one.
  const branch = repository?.state.HEAD;
  if (!repository || !branch) return undefined;
  const head = branch.commit;
  const orNothing = <T>(asked: Promise<T>): Promise<T | undefined> => asked.catch(() => undefined);
  const textAt = (ref: string): Promise<string | undefined> => orNothing(repository.show(ref, uri.fsPath));
  const markedTextAt = async (ref: string): Promise<string | undefined> => {
    const asked = [textAt(ref), orNothing(repository.buffer(ref, uri.fsPath))] as const;
    const [text, bytes] = await Promise.all(asked);
    return text === undefined ? undefined : withMarkOf(bytes, text);
  };
  // Nothing but the name of a commit may reach git.
  const isCommit = (ref: string): boolean => /^[\da-f]{7,40}$/.test(ref);
  return {
    headCommit: async () => {
      if (head === undefined) return undefined;
      const details = await orNothing(repository.getObjectDetails(head, uri.fsPath));
      return details === undefined ? undefined : head.slice(0, 7);
    },
    // Without a name before the colon it is the index: https://git-scm.com/docs/gitrevisions
    stagedText: () => markedTextAt(''),
    textAt: async commit => (isCommit(commit) ? textAt(commit) : undefined),
    markedTextAt: async commit => (isCommit(commit) ? markedTextAt(commit) : undefined),
  };
}

/** A text with the byte order mark that these bytes of it begin with: the editor gives no text with it. */
export function withMarkOf(bytes: Uint8Array | undefined, text: string): string {
  const [first, second, third] = bytes ?? [];
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf;
  return isMarked && !text.startsWith('\ufeff') ? `\ufeff${text}` : text;
}

async function repositoryOf(uri: Uri): Promise<GitRepository | null> {
  const extension = extensions.getExtension<GitExtension>('vscode.git');
  try {
    return (await extension?.activate())?.getAPI(1).getRepository(uri) ?? null;
  } catch {
    // Git is switched off, or not installed.
    return null;
  }
}
