import { parseMessage } from '../../../src/irc/message.ts';
import { nickOf } from '../../../src/irc/names.ts';

/** Numerics that several servers choose differently among, as one. */
const same: ReadonlyMap<string, string> = new Map(
  ['471', '473', '474', '475'].map(numeric => [numeric, 'not let in']),
);
/** What comes with an answer and is not compared. */
const passedOver = new Set(['329', '312', '317', '671', '321']);

/** A line as the model writes it, or undefined for one that the model does not speak of. */
export function normal(line: string): string | undefined {
  const { command, params, source = '' } = parseMessage(line);
  if (passedOver.has(command)) return undefined;
  if (/^[0-9]{3}$/.test(command)) return same.get(command) ?? numeric(command, params.slice(1));
  if (command === 'ERROR') return 'ERROR';
  if (command === 'QUIT') return `${nickOf(source)} QUIT`;
  if (command === 'PART') return `${nickOf(source)} PART ${params[0] ?? ''} ${params[1] ?? ''}`;
  return [nickOf(source), command, ...params].join(' ').trimEnd();
}

/** @param params after the reader's nick */
function numeric(command: string, params: readonly string[]): string {
  const [first = '', second = ''] = params;
  switch (command) {
    case '301':
    case '332':
    case '341':
    case '367':
      return `${command} ${first} ${second}`;
    case '319':
      return `319 ${first} ${second.split(' ').sort().join(' ')}`;
    case '322':
    case '324':
      return [command, ...params].join(' ');
    case '311':
    case '318':
    case '331':
    case '333':
    case '366':
    case '368':
      return `${command} ${first}`;
    case '352':
      return `352 ${first} ${params[4] ?? ''} ${params[5] ?? ''}`;
    case '353':
      return `353 ${second} ${(params[2] ?? '').split(' ').sort().join(' ')}`;
    default:
      return command;
  }
}

/** The order in which WHO lists people and LIST lists rooms says nothing. */
export function sortLists(lines: readonly string[]): string[] {
  const sorted: string[] = [];
  let run: string[] = [];
  for (const line of lines) {
    if (/^(?:352|322) /.test(line)) run.push(line);
    else {
      sorted.push(...run.sort(), line);
      run = [];
    }
  }
  return [...sorted, ...run.sort()];
}
