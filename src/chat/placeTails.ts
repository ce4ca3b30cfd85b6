/** The numbers of a place, as they are written. */
export interface Numbers {
  readonly line?: string | undefined;
  readonly column?: string | undefined;
  readonly endLine?: string | undefined;
  readonly commit?: string | undefined;
}

/** Where a place's numbers were found: `from` is where its path ends. */
export interface FoundTail {
  readonly from: number;
  readonly end: number;
  readonly numbers: Numbers;
}

/** Nothing that would make another word or number of it stands behind. */
const wordEnd = String.raw`(?![\p{L}\p{N}_/\\]|\.[\p{L}\p{N}_])`;

/** What stands behind a path, by the characters that it may begin with. All are sticky. */
const behind: readonly (readonly [first: string, shape: RegExp])[] = (
  [
    // Our own, and that of most compilers and stack traces.
    [
      ':',
      String.raw`:(?<line>\d{1,8})(?::(?<column>\d{1,8})|-(?<endLine>\d{1,8}))?(?:@(?<commit>[0-9a-f]{7,40}))?`,
    ],
    // GitHub and GitLab: `#L3C5-L4`.
    [
      '#',
      String.raw`#L(?<line>\d{1,8})(?:(?:C\d{1,8})?-L?(?<endLine>\d{1,8})(?:C\d{1,8})?|C(?<column>\d{1,8}))?`,
    ],
    // Python and OCaml: `", line 3`, PHP: ` on line 3`, .NET: `:line 3`.
    [
      ` ,:"'\u201d`,
      String.raw`["'\u201d]?(?:,? (?:on |at )?|:)(?:line|linha) (?<line>\d{1,8})(?:,? (?:column|col|characters?) (?<column>\d{1,8}))?`,
    ],
    // `"my file.ts":3`, and Kotlin: `: (3, 5)`.
    [`"'\u201d`, String.raw`["'\u201d]:(?<line>\d{1,8})(?::(?<column>\d{1,8}))?`],
    [':', String.raw`: \((?<line>\d{1,8}), (?<column>\d{1,8})\)`],
  ] as const
).map(([first, shape]) => [first, new RegExp(shape + wordEnd, 'uy')]);

/** TypeScript, .NET and Visual C++: `(3,5)`. Brackets are of a path, too. */
const bracketed =
  /\((?<line>\d{1,8})(?:, ?(?<column>\d{1,8})(?:, ?\d{1,8}, ?\d{1,8})?|-(?<endLine>\d{1,8}))?\)(?![\p{L}\p{N}_/\\])/uy;

/** What is a file's and not a function's: `src/a(3)`, `a.ts(3)`, `a.x(3): error`. */
const fileEnding =
  /[/\\]|\.(?:[cm]?[jt]sx?|vue|svelte|cs|vb|fs|c|cc|cpp|cxx|h|hpp|pas|py|java|kt|go|rs|php|rb)$/i;

/** The numbers behind the run of path characters from `start` to `end`, or at its end. */
export function tailOf(text: string, start: number, end: number): FoundTail | undefined {
  const next = text[end] ?? '';
  for (const [first, shape] of behind) {
    if (next === '' || !first.includes(next)) continue;
    shape.lastIndex = end;
    const match = shape.exec(text);
    if (match) return { from: end, end: shape.lastIndex, numbers: { ...match.groups } };
  }
  const from = start + text.slice(start, end).lastIndexOf('(');
  if (from <= start) return undefined;
  bracketed.lastIndex = from;
  const match = bracketed.exec(text);
  const isFile = fileEnding.test(text.slice(start, from)) || text[bracketed.lastIndex] === ':';
  return match && isFile ? { from, end: bracketed.lastIndex, numbers: { ...match.groups } } : undefined;
}

/** Characters before a blank in a quoted path that are looked at. */
const maxQuoted = 256;
const closing: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['\u201c', '\u201d'],
  ['\u2018', '\u2019'],
]);

/** Where a path with blanks begins that stands in quotes, alone or with its numbers; `start` where it does not. */
export function quotedStart(text: string, start: number, tail: FoundTail): number {
  if (text[start - 1] !== ' ') return start;
  for (let at = start - 1; at >= Math.max(0, start - maxQuoted); at -= 1) {
    const character = text[at] ?? '';
    const close = closing.get(character);
    if (close !== undefined) return close === text[tail.from] || close === text[tail.end] ? at + 1 : start;
    const isDrive =
      character === ':' && /^[a-z]$/i.test(text[at - 1] ?? '') && closing.has(text[at - 2] ?? '');
    if (/[\n\t:*?<>|]/.test(character) && !isDrive) return start;
  }
  return start;
}
