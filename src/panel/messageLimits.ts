/** Limits of what the page may send. The page keeps to them; the host ignores what exceeds them. */

/** Characters (UTF-16 units) of one submitted text: a 64 KiB paste fits. */
export const maxSubmitLength = 65_536;

/** Messages that one text may become, where each line is one, before the user is asked. */
export const maxUnaskedMessages = 5;

/**
 * Half-typed texts, and texts typed before on one server, that the page leaves with the host; such servers; characters of
 * each text.
 */
export const maxKeptTexts = 50;
export const maxTypedServers = 20;
export const maxKeptLength = 131_072;

/** Characters of a link. */
export const maxLinkLength = 2_048;

/** Characters of what names a line, a tab or a dropped file. */
export const maxIdLength = 256;

/** Characters of the name of a room or a person. */
export const maxPlaceNameLength = 1_024;

/** Places that a tab may be moved to. */
export const maxTabPlaces = 500;

/** Code blocks of one line that have buttons. */
export const maxCodeBlocks = 1_000;

/** Locations that are checked at once, and characters of what stands at them, for one and for all together. */
export const maxLocations = 256;
export const maxLocationText = 262_144;
export const maxLocationTexts = 1_048_576;

/** The greatest line or column. */
export const maxLineNumber = 10_000_000;

/** Files, and addresses of files, that may be dropped at once; characters of a file's name and of an address. */
export const maxDroppedFiles = 32;
export const maxFileNameLength = 1_024;
export const maxUriLength = 4_096;

/** Bytes of one piece of a dropped file. */
export const maxFilePieceBytes = 262_144;
