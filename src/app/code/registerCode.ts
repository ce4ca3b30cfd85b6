import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  type Diagnostic,
  type Disposable,
  languages,
  TabInputTextDiff,
  type Uri,
  window,
} from 'vscode';
import { t } from '../words.ts';

/** Of the addresses of files as a patch would make them. package.json names it too: *Apply Patch* shows with it. */
export const patchScheme = 'pychat-patch';

/** What code needs before there is a chat: loads nothing. */
export function registerCode({ status }: { readonly status: { readonly isConnected: boolean } }): Disposable {
  closeOldReviews();
  const provider: CodeActionProvider = {
    provideCodeActions: ({ uri }, _, { diagnostics }) =>
      status.isConnected ? diagnostics.map(diagnostic => shareAction(uri, diagnostic)) : [],
  };
  const providedCodeActionKinds = [CodeActionKind.QuickFix];
  return languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds });
}

function shareAction(uri: Uri, diagnostic: Diagnostic): CodeAction {
  const title = t('Share in Chat');
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { command: 'pychat.shareProblem', title, arguments: [{ uri, diagnostic }] };
  return action;
}

/** The window brings the tabs of reviews back, but not the patches. */
function closeOldReviews(): void {
  const old = window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === patchScheme);
  if (old.length > 0) void window.tabGroups.close(old, true);
}
