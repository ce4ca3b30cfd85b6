/** Characters of a patch that is looked at. */
export const maxPatchLength = 256 * 1024;

/** Lines of a patch that is looked at. */
export const maxPatchLines = 5_000;

/** Hunks of a patch. */
export const maxHunks = 200;

/** The highest line number that a hunk may name. */
export const maxHunkLine = 1_000_000;

/** Context lines at either end of a hunk that may differ from the file. */
export const maxFuzz = 2;

/** Characters of a file in which lines are looked for, or to which a patch is applied. */
export const maxFileLength = 4 * 1024 * 1024;

/** Characters of a path that somebody gives. */
export const maxWorkspacePathLength = 512;

/** Lines that are looked for in a file. */
export const maxWantedLines = 2_000;

/** Files whose changes are shared at once. */
export const maxSharedFiles = 100;

/** Characters of what a command has written in a terminal that are kept to be shared: the last ones. */
export const maxTerminalOutput = 131_072;

/** Milliseconds that comparing two texts may take. */
export const maxDiffMs = 10_000;
