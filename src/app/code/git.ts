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
  getObjectDetails(ref: string, path: string): Promise<unknown>;
}

/** A file of a workspace folder in the git repository that it lies in. */
export interface GitFile {
  /** The commit that is checked out, in seven hex digits; undefined when the file is not part of it. */
  headCommit(): Promise<string | undefined>;
  /** The file's text at a commit; undefined when either is not there. */
  textAt(commit: string): Promise<string | undefined>;
  /** The file's text as it is staged; undefined when it is not, or deleted. */
  stagedText(): Promise<string | undefined>;
}

/** Git's side of a file; undefined without git, without a repository, or where the workspace is not trusted. */
export async function gitFileOf(uri: Uri): Promise<GitFile | undefined> {
  if (!workspace.isTrusted || uri.scheme !== 'file') return undefined;
  const repository = await repositoryOf(uri);
  const head = repository?.state.HEAD?.commit;
  if (!repository || head === undefined) return undefined;
  const orNothing = <T>(asked: Promise<T>): Promise<T | undefined> => asked.catch(() => undefined);
  return {
    headCommit: async () => {
      const details = await orNothing(repository.getObjectDetails(head, uri.fsPath));
      return details === undefined ? undefined : head.slice(0, 7);
    },
    // Without a name before the colon it is the index: https://git-scm.com/docs/gitrevisions
    stagedText: () => orNothing(repository.show('', uri.fsPath)),
    textAt: async commit =>
      // Nothing but the name of a commit may reach git.
      /^[\da-f]{7,40}$/.test(commit) ? orNothing(repository.show(commit, uri.fsPath)) : undefined,
  };
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
