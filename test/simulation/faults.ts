import type { ChangeLines } from './engine/network.ts';
import type { ViolationKind } from './verdict/verdict.ts';
import type { Faults } from './simWorld.ts';

/** A fault that is put in on purpose, and what it has to be found by. */
interface Planted {
  readonly faults: Faults;
  readonly shows: ViolationKind;
}

const said = ' PRIVMSG ';
const isEcho = (line: string): boolean => /^@[^ ]*\blabel=/.test(line);
const isPast = (line: string): boolean => /^@[^ ]*\bbatch=/.test(line);

/** Changes single lines: each becomes what `change` gives, one way only. */
function eachLine(
  way: 'up' | 'down',
  change: (line: string, random: () => number) => readonly string[],
): ChangeLines {
  return (lines, on, random) => (on === way ? lines.flatMap(line => change(line, random)) : lines);
}

/** Loses lines. @param isLost which ones, and how many of them */
function losing(way: 'up' | 'down', isLost: (line: string) => boolean, share: number): ChangeLines {
  return eachLine(way, (line, random) => (isLost(line) && random() < share ? [] : [line]));
}

const withoutId = (line: string): string => line.replace(/\+pychat\/id=[^; ]*;?/, '').replace(/^@ /, '');

/** Two messages that follow each other change places. */
function swap(lines: readonly string[]): string[] {
  const swapped = [...lines];
  const at = lines.findIndex((line, index) =>
    [line, lines[index + 1] ?? ''].every(one => one.includes(said) && !isPast(one) && !isEcho(one)),
  );
  if (at >= 0) swapped.splice(at, 2, lines[at + 1]!, lines[at]!);
  return swapped;
}

/** Every one is found by some seed; see `faults.test.ts`. */
export const plantedFaults: Readonly<Record<string, Planted>> = {
  'the network doubles a line': {
    shows: 'saidTwice',
    faults: {
      changeLines: eachLine('up', (line, random) =>
        line.includes(said) && !isPast(line) && random() < 0.1 ? [line, withoutId(line)] : [line],
      ),
    },
  },
  'the relay sends no echo': {
    shows: 'notRelayed',
    faults: { changeLines: losing('down', line => line.includes(said) && isEcho(line), 0.2) },
  },
  'the relay sends a line to all but one': {
    shows: 'lost',
    faults: {
      changeLines: losing('down', line => line.includes(said) && !isEcho(line) && !isPast(line), 0.05),
    },
  },
  'a connection changes the order of lines': {
    shows: 'misplaced',
    faults: { changeLines: (lines, way) => (way === 'down' ? swap(lines) : lines) },
  },
  'a client loses an answer with history': {
    shows: 'lost',
    faults: {
      passes: (input, random) => input.type !== 'event' || input.event.type !== 'history' || random() < 0.8,
    },
  },
  'history lacks a line': {
    shows: 'lost',
    faults: { changeLines: losing('down', line => line.includes(said) && isPast(line), 0.1) },
  },
  'a client asks from the wrong place on': {
    shows: 'lost',
    faults: {
      changeLines: eachLine('up', line => [
        line.replace(/(CHATHISTORY AFTER [^ ]+) [^ ]+/, '$1 timestamp=2026-12-01T00:00:00.000Z'),
      ]),
    },
  },
  'the disk loses the last records and says nothing': {
    shows: 'lost',
    faults: { onStart: (disk, random) => disk.cutTail(random() * 0.1) },
  },
  'a store forgets half of what it had': {
    shows: 'lost',
    faults: { onStart: disk => disk.cutTail(0.5) },
  },
  'what was written before the echo is with the process and not with the system': {
    shows: 'lost',
    faults: { onStart: disk => disk.forget() },
  },
  'the relay that starts does not read the last line of its log': {
    shows: 'lost',
    faults: { onStart: disk => disk.cutLine() },
  },
  'ids of lines do not arrive': {
    shows: 'saidTwice',
    faults: { changeLines: eachLine('up', line => [withoutId(line)]) },
  },
  'the clock of the relay steps back when it starts, and nobody is told that it began anew': {
    shows: 'lost',
    faults: {
      aheadMs: random => -Math.floor(random() * 3_600_000),
      changeLines: eachLine('down', line => [line.replace(/ PYCHATIDS=[^ ]+/, ' PYCHATIDS')]),
    },
  },
  'the relay says that nothing was lost': {
    shows: 'lost',
    faults: {
      changeLines: eachLine('down', line => [
        line.replace(/(pychat\.invalid\/kept-since)=[^; ]*/, '$1=1970-01-01T00:00:00.000Z'),
      ]),
    },
  },
};
