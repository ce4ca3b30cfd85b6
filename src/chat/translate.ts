/**
 * Gives the words of the user's language for an English sentence, with `{name}` replaced by what `args` holds.
 * VS Code's `l10n.t` is one; the page has its own over the same table.
 */
export type Translate = (message: string, args?: Record<string, string | number>) => string;

/** English as it stands, with the places filled: for tests, and for where there is no table. */
export const inEnglish: Translate = (message, args = {}) =>
  message.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? String(args[name]) : whole,
  );
