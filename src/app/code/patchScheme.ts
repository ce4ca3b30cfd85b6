/** Of the addresses of files as a patch would make them. package.json names it too: *Apply Patch* shows with it. */
export const patchScheme = 'pychat-patch';
