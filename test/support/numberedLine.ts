/** A line that one can tell from all others; they are of different lengths. */
export function numberedLine(number: number): string {
  return `${number} ${'olá '.repeat(number % 70)}`.trim();
}
