/** The column to which a program may move without writing: no terminal is wider. */
const maxColumn = 400;

/**
 * What is left of programs' control sequences once they are done: strings for the terminal itself (titles, links, marks
 * of the shell), sequences with parameters, two-character ones, and single control characters.
 * https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
 */
const token =
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  /(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?|(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~]|$)|\x1b[ -/]*(?:[0-~]|$)|[\x00-\x1f\x7f-\x9f]|([^\x00-\x1f\x7f-\x9f]+)/gu;

/**
 * The text that a terminal would show of what a program has written: colours and other control sequences are gone, and of
 * a line that was written over, as progress bars are, the last is left. Time grows with the length alone.
 */
export function terminalText(written: string): string {
  const screen = new Screen();
  for (const [control, parameters = '', final, text] of withoutOtherScreen(written).matchAll(token)) {
    if (text !== undefined) screen.write(text);
    else if (final !== undefined) screen.sequence(final, parameters);
    else screen.control(control);
  }
  return screen.text;
}

/** Programs that take the whole window, as editors do, leave nothing of it behind. */
function withoutOtherScreen(written: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  const parts = written.split(/\x1b\[\?(?:1049|1047|47)([hl])/);
  let isOther = false;
  return parts
    .filter((part, index) => {
      if (index % 2 === 0) return !isOther;
      isOther = part === 'h';
      return false;
    })
    .join('');
}

/** Rows of characters, and where the next one goes. */
class Screen {
  readonly #rows: string[][] = [[]];
  #row = 0;
  #column = 0;

  get text(): string {
    const rows = this.#rows.map(row => row.join('').trimEnd());
    return rows.join('\n').replace(/^\n+|\n+$/g, '');
  }

  write(text: string): void {
    for (const character of text) this.#put(character);
  }

  /** A single control character; all others do nothing to the text. */
  control(character: string): void {
    if (character === '\n') this.#moveTo(this.#row + 1, 0);
    else if (character === '\r') this.#column = 0;
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (character === '\t') this.#put(character);
  }

  /** Does what one with parameters says, as far as it is about where text stands. */
  sequence(final: string, parameters: string): void {
    const given = Number(parameters.split(';', 1)[0]) || 0;
    const count = Math.max(given, 1);
    switch (final) {
      case 'A':
      case 'F':
        return this.#moveTo(Math.max(0, this.#row - count), final === 'F' ? 0 : this.#column);
      case 'B':
      case 'E':
        // Moving scrolls no terminal.
        return this.#moveTo(
          Math.min(this.#row + count, this.#rows.length - 1),
          final === 'E' ? 0 : this.#column,
        );
      case 'C':
        return void (this.#column = Math.max(this.#column, Math.min(this.#column + count, maxColumn)));
      case 'D':
        return void (this.#column = Math.max(0, this.#column - count));
      case 'G':
        return void (this.#column = Math.min(count, maxColumn) - 1);
      case 'J':
        return this.#erase(given);
      case 'K':
        return this.#eraseInRow(given);
    }
  }

  #put(character: string): void {
    const row = (this.#rows[this.#row] ??= []);
    while (row.length < this.#column) row.push(' ');
    row[this.#column] = character;
    this.#column += 1;
  }

  #moveTo(row: number, column: number): void {
    while (this.#rows.length <= row) this.#rows.push([]);
    this.#row = row;
    this.#column = Math.min(column, maxColumn);
  }

  /** All behind the cursor; with another number, as `clear` does, all there is. */
  #erase(how: number): void {
    this.#rows.length = how === 0 ? this.#row + 1 : 0;
    if (how === 0) this.#eraseInRow(0);
    else this.#moveTo(0, 0);
  }

  #eraseInRow(how: number): void {
    const row = this.#rows[this.#row] ?? [];
    if (how === 0) row.length = Math.min(row.length, this.#column);
    else if (how === 1) row.fill(' ', 0, Math.min(this.#column, maxColumn) + 1);
    else {
      row.length = 0;
      this.#column = Math.min(this.#column, maxColumn);
    }
  }
}
