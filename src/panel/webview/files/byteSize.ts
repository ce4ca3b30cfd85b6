const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Writes a number of bytes as people do, with one digit behind the point: `12.3 MB`, in thousands. */
export function byteSize(bytes: number, language: string): string {
  let amount = bytes;
  let step = 0;
  // What would be rounded to a thousand of one unit is one of the next.
  while (amount >= 999.95 && step < units.length - 1) {
    amount /= 1_000;
    step += 1;
  }
  const unit = units[step] ?? 'byte';
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(amount);
}
