import { element } from '../element.ts';

/** Rows of a patch that get a colour; those after them stay plain. */
const maxColouredRows = 5_000;

const classes: readonly (readonly [pattern: RegExp, className: string])[] = [
  [/^(?:\+\+\+|---|diff |index |Index: )/, 'diff-file'],
  [/^@@/, 'diff-place'],
  [/^\+/, 'diff-added'],
  [/^-/, 'diff-removed'],
];

/** Cuts a unified diff into runs of rows of one sort, each with its colour; joined they are the text again. */
export function diffPieces(text: string): readonly (HTMLElement | string)[] {
  const pieces: (HTMLElement | string)[] = [];
  const rows = text.split('\n');
  let run: string[] = [];
  let runClass = '';
  const end = (isLast: boolean): void => {
    if (run.length === 0) return;
    const joined = run.join('\n') + (isLast ? '' : '\n');
    pieces.push(runClass === '' ? joined : element('span', runClass, joined));
    run = [];
  };
  rows.forEach((row, index) => {
    const className = index < maxColouredRows ? classOf(row) : '';
    if (className !== runClass) end(false);
    runClass = className;
    run.push(row);
  });
  end(true);
  return pieces;
}

function classOf(row: string): string {
  return classes.find(([pattern]) => pattern.test(row))?.[1] ?? '';
}
