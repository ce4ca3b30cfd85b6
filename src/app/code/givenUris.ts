import { Uri } from 'vscode';

/**
 * The files that a menu of the editor gives a command: those picked in the explorer, that of a tab, resources of source
 * control, or all resources of a group. Keybindings may give anything: what is none of these is left out.
 */
export function givenUris(args: readonly unknown[]): readonly Uri[] {
  const [first, others] = args;
  if (first instanceof Uri) {
    const picked = Array.isArray(others) ? others.filter(one => one instanceof Uri) : [];
    return picked.length > 0 ? picked : [first];
  }
  return args.flatMap(urisOf);
}

function urisOf(given: unknown): readonly Uri[] {
  const { resourceUri, resourceStates } = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (resourceUri instanceof Uri) return [resourceUri];
  return Array.isArray(resourceStates) ? resourceStates.flatMap(urisOf) : [];
}
