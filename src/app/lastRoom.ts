import type { ExtensionContext } from 'vscode';

/** The room this window was in last: what *Back to …* enters again. */
export interface LastRoom {
  readonly hosted: boolean;
  readonly room: string;
  /** Where it was joined; for a hosted room nothing of use. */
  readonly address: string;
  readonly port: number;
}

const key = 'pychat.lastRoom';

/** What is kept in this workspace, checked; undefined when there is nothing. */
export function lastRoom(context: ExtensionContext): LastRoom | undefined {
  const value: unknown = context.workspaceState.get(key);
  if (typeof value !== 'object' || value === null) return undefined;
  const { hosted, room, address, port } = value as Record<string, unknown>;
  if (typeof hosted !== 'boolean' || typeof room !== 'string') return undefined;
  if (typeof address !== 'string' || typeof port !== 'number') return undefined;
  return { hosted, room, address, port };
}

export async function keepLastRoom(context: ExtensionContext, room: LastRoom): Promise<void> {
  await context.workspaceState.update(key, room);
}
