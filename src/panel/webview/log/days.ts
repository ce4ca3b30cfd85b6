/** Made once: making it takes much longer than using it. The language is there before the script runs. */
const longDate = new Intl.DateTimeFormat(document.documentElement.lang || 'en', { dateStyle: 'full' });

/** Whether two times (milliseconds since 1970) are on the same day here; what is no time is on every day. */
export function isSameDay(one: number, other: number): boolean {
  const [first, second] = [new Date(one), new Date(other)];
  if (Number.isNaN(first.getTime()) || Number.isNaN(second.getTime())) return true;
  return first.toDateString() === second.toDateString();
}

/** The day in words: `Sunday, November 22, 2026`. `at` must be a time. */
export function dayText(at: number): string {
  return longDate.format(at);
}
