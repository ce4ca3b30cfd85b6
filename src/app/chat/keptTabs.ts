import type { ExtensionContext } from 'vscode';
import { parseSavedTabs, type SavedTabs } from '../../conversation/tabs.ts';

const key = 'pychat.tabs';
const none: SavedTabs = { tabs: [], main: 0, active: 0 };

/** The tabs that this workspace's window had last. */
export function keptTabs(context: ExtensionContext): SavedTabs {
  return parseSavedTabs(context.workspaceState.get(key)) ?? none;
}

/** Keeps them, when they are others than before. */
export function keepTabs(context: ExtensionContext, tabs: SavedTabs): void {
  if (JSON.stringify(tabs) === JSON.stringify(keptTabs(context))) return;
  void context.workspaceState.update(key, tabs);
}
