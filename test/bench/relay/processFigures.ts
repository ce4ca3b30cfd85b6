import { readFileSync } from 'node:fs';

/** One tick of the process clock: Linux counts 100 a second in /proc, on every machine. */
const tickMicros = 10_000;

/**
 * CPU time of a process so far, all its threads, in user and in system mode, in microseconds; exact to a tick.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function cpuMicros(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name in parentheses may hold anything; user and system time are fields 14 and 15, and the state after it is 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMicros;
}

/** CPU time that all programs of this machine have taken so far, in microseconds. */
export function machineMicros(): number {
  const [, user, nice, system] = readFileSync('/proc/stat', 'latin1').split(/\s+/).map(Number);
  return ((user ?? 0) + (nice ?? 0) + (system ?? 0)) * tickMicros;
}

/** Memory of a process that is in RAM, in bytes. */
export function residentBytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  if (found === null) throw new Error(`process ${pid} tells no memory`);
  return Number(found[1]) * 1024;
}
