// What the command lines of several scripts have in common.

/**
 * @param {string} text what stood behind an option
 * @param {string} name the option, for the complaint
 * @param {number} [least]
 * @returns {number}
 */
export function numberOf(text, name, least = 1) {
  const number = Number(text);
  if (!(number >= least)) throw new Error(`--${name} takes a number from ${least} on`);
  return number;
}
