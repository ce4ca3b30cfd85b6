import * as vscode from 'vscode';

/** Until the editor has told its extensions of something: looks again at every change of editors, tabs and texts. */
export async function until(isSo: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const look = (): void => {
    if (isSo()) resolve(undefined);
  };
  const listening = [
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.window.tabGroups.onDidChangeTabs(look),
    vscode.workspace.onDidChangeTextDocument(look),
  ];
  look();
  await promise;
  for (const one of listening) one.dispose();
}
