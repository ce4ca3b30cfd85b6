import { utf8Length } from './utf8.ts';

/** One letter of a mode string with its sign. https://modern.ircdocs.horse/#mode-message */
export interface ModeChange {
  readonly adds: boolean;
  readonly letter: string;
  readonly argument?: string;
}

/**
 * Reads a mode string and its arguments. Letters before the first sign are added. A letter that takes an argument comes
 * without one when there is none left; arguments too many are passed over.
 */
export function parseModes(
  modes: string,
  given: readonly string[],
  takesArgument: (letter: string, adds: boolean) => boolean,
): ModeChange[] {
  const changes: ModeChange[] = [];
  let adds = true;
  let next = 0;
  for (const letter of modes) {
    if (letter === '+' || letter === '-') {
      adds = letter === '+';
      continue;
    }
    const argument = takesArgument(letter, adds) ? given[next++] : undefined;
    changes.push(argument === undefined ? { adds, letter } : { adds, letter, argument });
  }
  return changes;
}

/** Writes changes as the parameters of a MODE: the mode string, then the arguments. '+' alone for none. */
export function serializeModes(changes: readonly ModeChange[]): string[] {
  let modes = '';
  let sign: boolean | undefined;
  const given: string[] = [];
  for (const { adds, letter, argument } of changes) {
    if (adds !== sign) modes += adds ? '+' : '-';
    sign = adds;
    modes += letter;
    if (argument !== undefined) given.push(argument);
  }
  return [modes || '+', ...given];
}

/**
 * Puts changes, in their order, into as few groups as fit a line each.
 *
 * @param limits `maxBytes` of what `serializeModes` gives for a group, spaces between the parameters included, and
 * `maxArguments` in a group. A change that is longer alone has a group of its own
 */
export function packModes(
  changes: readonly ModeChange[],
  limits: { maxBytes: number; maxArguments: number },
): ModeChange[][] {
  const groups: ModeChange[][] = [];
  let group: ModeChange[] = [];
  for (const change of changes) {
    if (group.length > 0 && !fits([...group, change], limits)) {
      groups.push(group);
      group = [];
    }
    group.push(change);
  }
  if (group.length > 0) groups.push(group);
  return groups;
}

function fits(group: readonly ModeChange[], limits: { maxBytes: number; maxArguments: number }): boolean {
  const words = serializeModes(group);
  return words.length - 1 <= limits.maxArguments && utf8Length(words.join(' ')) <= limits.maxBytes;
}
