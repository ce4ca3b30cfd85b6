/** The sixteen colours of the Windows console, by the digit that cmd.exe's `color` knows them by. */
export const consoleColours = [
  '#000000',
  '#000080',
  '#008000',
  '#008080',
  '#800000',
  '#800080',
  '#808000',
  '#c0c0c0',
  '#808080',
  '#0000ff',
  '#00ff00',
  '#00ffff',
  '#ff0000',
  '#ff00ff',
  '#ffff00',
  '#ffffff',
] as const;

/**
 * Reads what stands behind `color`: two hex digits, background and text; one is the text on black; nothing is back to
 * the theme's own. Gives it in capitals, '' for nothing, or undefined for what cmd.exe refuses too: anything else, and
 * text in the colour of its background.
 */
export function parseColours(text: string): string | undefined {
  const digits = text.trim().toUpperCase();
  if (digits === '') return '';
  if (!/^[0-9A-F]{1,2}$/.test(digits)) return undefined;
  const [back = '', front = ''] = digits.padStart(2, '0');
  return back === front ? undefined : back + front;
}

/** What `parseColours` gave, as colours; undefined for '' and for what it would not give. */
export function colourPair(colours: string): { readonly back: string; readonly text: string } | undefined {
  const digits = parseColours(colours);
  if (digits === undefined || digits === '') return undefined;
  const [back = '', text = ''] = Array.from(digits, digit => consoleColours[Number.parseInt(digit, 16)]);
  return { back, text };
}
