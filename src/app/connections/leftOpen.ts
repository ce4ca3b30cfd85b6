import { type ExtensionContext, workspace } from 'vscode';

/** Where the rooms are noted that a window has open. */
export const openRoomsKey = 'pychat.openRooms';

/** Whether the window before this one left rooms open, and this one is to come back into them. Costs nothing to ask. */
export function hasLeftOpen({ workspaceState }: Pick<ExtensionContext, 'workspaceState'>): boolean {
  const isWanted = workspace.getConfiguration('pychat').get('comeBack') !== false;
  return isWanted && workspaceState.get(openRoomsKey) !== undefined;
}
