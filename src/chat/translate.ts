/**
 * Gives the words of the user's language for an English sentence, with `{name}` replaced by what `args` holds.
 * VS Code's `l10n.t` is one; the page has its own over the same table.
 */
export type Translate = (message: string, args?: Record<string, string | number>) => string;

/** A sentence as it stands, with its places filled: English, where there is no table. */
export const inEnglish: Translate = (message, args = {}) =>
  message.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(args, name) ? String(args[name]) : whole,
  );
