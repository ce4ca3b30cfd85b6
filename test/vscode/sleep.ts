import { execFileSync } from 'node:child_process';

/** Process groups with this folder in the command line of one of their processes. Not on Windows. */
function groupsOf(folder: string): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pgid=,args='], { encoding: 'utf8' });
  const groups = table.split('\n').filter(line => line.includes(folder));
  return [...new Set(groups.map(line => Number.parseInt(line, 10)))];
}

/**
 * Puts an editor to sleep, as a laptop does whose lid is closed: window, server and extension hosts stop where they are.
 *
 * @param home the folder with the settings, extensions and state of the editor
 * @returns what wakes it up
 */
export function sleep(home: string): () => void {
  const groups = groupsOf(home);
  // The window and the server.
  if (groups.length < 2) throw new Error(`only ${groups.length} process groups have ${home}`);
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    for (const group of groups) process.kill(-group, name);
  };
  signal('SIGSTOP');
  return () => signal('SIGCONT');
}
