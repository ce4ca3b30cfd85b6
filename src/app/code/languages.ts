import { maxLanguageLength } from '../../chat/codeBlocks.ts';

/** The editor's names that are not what people write behind a fence. */
const written: ReadonlyMap<string, string> = new Map([
  ['plaintext', ''],
  ['typescriptreact', 'tsx'],
  ['javascriptreact', 'jsx'],
  ['shellscript', 'sh'],
  ['jsonc', 'json'],
]);

/** The name of a language as it is written before code; '' where none fits. */
export function fenceLanguage(languageId: string): string {
  const language = written.get(languageId) ?? languageId;
  return /^[\w.+#-]*$/.test(language) && language.length <= maxLanguageLength ? language : '';
}
