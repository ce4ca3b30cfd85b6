import { inEnglish } from '../../src/chat/translate.ts';

/** Stands for the module `vscode` where nothing of the editor is used but its table of words. */
export const l10n = { t: inEnglish };
