import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { findCommand } from '../../../scripts/processes.mjs';
import { loopbackRange, range } from '../addresses.ts';

/** Whose addresses honest members have: their own, or those of the attackers, all behind one or in one /64. */
export const neighbourhoods = ['own', 'ipv4', 'ipv6'] as const;
export type Neighbourhood = (typeof neighbourhoods)[number];

/** Where a program runs: on the relay's machine or on another one. */
type Side = 'relay' | 'outside';

const attackerCount = 64;
const memberCount = 10;

/** Where attackers and honest members come from, and how programs are started there. */
export interface Place extends Disposable {
  /** For a person. */
  readonly about: string;
  /** The relay's address for others, and for somebody on its own machine. */
  readonly host: string;
  readonly loopback: string;
  /** Where it listens; 0 for any port that is free. */
  readonly port: number;
  readonly attackers: readonly string[];
  readonly members: readonly string[];
  /** The command line that runs `command` on that side, with what a hostile one is left of the machine. */
  command(side: Side, command: readonly string[], isHostile?: boolean): string[];
}

/** The relay's machine is one core, all others' another: of it attackers have what honest people leave. */
function pinned(side: Side, command: readonly string[], isHostile: boolean): string[] {
  if (availableParallelism() < 2 || findCommand('taskset') === undefined) return [...command];
  const nice = findCommand('nice') === undefined ? [] : ['nice', '-n', '19'];
  return ['taskset', '-c', side === 'relay' ? '0' : '1', ...(isHostile ? nice : []), ...command];
}

/** Two network namespaces with a cable between them, when this machine lets us; else addresses of its loopback. */
export function makePlace(neighbourhood: Neighbourhood): Place {
  const isRoot = process.getuid?.() === 0;
  if (isRoot && findCommand('ip') !== undefined) {
    try {
      return new Namespaces(neighbourhood);
    } catch (error) {
      return new Loopback(neighbourhood, `namespaces cannot be made: ${String(error).split('\n')[0] ?? ''}`);
    }
  }
  return new Loopback(neighbourhood, isRoot ? 'there is no `ip`' : 'only root may make namespaces');
}

/** What is left where no namespaces can be made. */
export class Loopback implements Place {
  readonly about: string;
  readonly host = '127.0.0.1';
  readonly loopback = this.host;
  readonly port = 0;
  readonly attackers: readonly string[];
  readonly members: readonly string[];

  constructor(neighbourhood: Neighbourhood, why: string) {
    if (neighbourhood === 'ipv6') throw new Error(`--behind ipv6 needs network namespaces, and ${why}`);
    this.attackers = loopbackRange(1, neighbourhood === 'ipv4' ? 1 : attackerCount);
    this.members = neighbourhood === 'ipv4' ? this.attackers : loopbackRange(2, memberCount);
    this.about = `addresses 127.0.x.x of this machine (${why})`;
  }

  command(side: Side, command: readonly string[], isHostile = false): string[] {
    return pinned(side, command, isHostile);
  }

  [Symbol.dispose](): void {
    // Nothing was made.
  }
}

class Namespaces implements Place {
  readonly about: string;
  readonly host: string;
  readonly loopback = '127.0.0.1';
  readonly port = 6697;
  readonly attackers: readonly string[];
  readonly members: readonly string[];
  readonly #names = { relay: `pychat-r${process.pid}`, outside: `pychat-o${process.pid}` };
  readonly #remove = (): void => this.#tidyUp();

  constructor(neighbourhood: Neighbourhood) {
    const isIpv6 = neighbourhood === 'ipv6';
    this.host = isIpv6 ? 'fd77:1::1' : '10.77.0.1';
    const prefix = isIpv6 ? 'fd77:2::1:' : '10.77.1.';
    this.attackers = range(prefix, neighbourhood === 'ipv4' ? 1 : attackerCount);
    const others = range(isIpv6 ? 'fd77:2::2:' : '10.77.2.', memberCount);
    this.members = neighbourhood === 'ipv4' ? this.attackers : others;
    this.about = `${this.attackers.length} addresses in network namespaces, honest members at ${neighbourhood} ones`;
    process.once('exit', this.#remove);
    try {
      this.#make(isIpv6);
    } catch (error) {
      this.#tidyUp();
      throw error;
    }
  }

  command(side: Side, command: readonly string[], isHostile = false): string[] {
    return ['ip', 'netns', 'exec', this.#names[side], ...pinned(side, command, isHostile)];
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#remove);
    this.#tidyUp();
  }

  #make(isIpv6: boolean): void {
    const { relay, outside } = this.#names;
    for (const name of [relay, outside]) ip('netns', 'add', name);
    ip('link', 'add', 'pca0', 'netns', relay, 'type', 'veth', 'peer', 'name', 'pca1', 'netns', outside);
    const addresses = [...new Set([...this.attackers, ...this.members])];
    add(relay, 'pca0', ['10.77.0.1/16', 'fd77:1::1/64']);
    // Others are a router away: to the relay, an IPv6 address of theirs is one of a network that is not its own.
    add(outside, 'pca1', isIpv6 ? ['fd77:1::2/64'] : addresses.map(address => `${address}/16`));
    if (!isIpv6) return;
    add(
      outside,
      'lo',
      addresses.map(address => `${address}/128`),
    );
    ip('-n', relay, '-6', 'route', 'add', 'fd77:2::/64', 'via', 'fd77:1::2');
  }

  #tidyUp(): void {
    for (const name of Object.values(this.#names)) {
      try {
        ip('netns', 'del', name);
      } catch {
        // It was not made.
      }
    }
  }
}

/** Brings an interface up, with its addresses; IPv6 ones without asking whether somebody else has them. */
function add(namespace: string, device: string, addresses: readonly string[]): void {
  for (const name of ['lo', device]) ip('-n', namespace, 'link', 'set', name, 'up');
  for (const address of addresses) {
    const quick = address.includes(':') ? ['nodad'] : [];
    ip('-n', namespace, 'addr', 'add', address, 'dev', device, ...quick);
  }
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}
