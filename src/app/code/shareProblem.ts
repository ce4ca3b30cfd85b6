import {
  Diagnostic,
  DiagnosticSeverity,
  languages,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { t } from '../words.ts';
import type { Shared } from './sharedCode.ts';
import { sharedRange } from './shareSelection.ts';

/** Lines of a problem that are sent; one may go on for a whole file. */
const maxLines = 20;

/** A problem and the file it is in. */
export interface Problem {
  readonly uri: Uri;
  readonly diagnostic: Diagnostic;
}

/** Whether a command was given a problem: keybindings may give it anything. */
export function isProblem(given: unknown): given is Problem {
  const { uri, diagnostic } = (given ?? {}) as Partial<Problem>;
  return uri instanceof Uri && diagnostic instanceof Diagnostic;
}

/** The problem under the cursor, or one that the user picks of the file's; undefined when there is none or none is picked. */
export async function problemIn({ document, selection }: TextEditor): Promise<Problem | undefined> {
  const { uri } = document;
  const all = languages.getDiagnostics(uri);
  const here = all.filter(({ range }) => range.intersection(selection) !== undefined);
  const [first, ...more] = here.length > 0 ? here : all;
  if (first === undefined) {
    void window.showInformationMessage(t('There is no problem in this file.'));
    return undefined;
  }
  if (here.length === 1) return { uri, diagnostic: first };
  const items = [first, ...more].map(diagnostic => ({
    label: problemSentence(diagnostic),
    description: t('line {line}', { line: diagnostic.range.start.line + 1 }),
    diagnostic,
  }));
  const picked = await window.showQuickPick(items, { placeHolder: t('Share which problem?') });
  return picked && { uri, diagnostic: picked.diagnostic };
}

/** A problem as it is sent: what is said of it, where it is, and the lines. */
export async function sharedProblem({ uri, diagnostic }: Problem): Promise<Shared> {
  const document = await workspace.openTextDocument(uri);
  const { start } = diagnostic.range;
  const { parts, fileName } = await sharedRange(document, linesOf(document, diagnostic.range));
  const sentence = problemSentence(diagnostic);
  return {
    fileName,
    parts: parts.map(part => {
      const { location } = part;
      const single = location !== undefined && location.endLine === undefined;
      const at = single && { location: { ...location, column: start.character + 1 } };
      return { ...part, sentence, ...at };
    }),
  };
}

/** As compilers say it, and thus in English: `error ts(2322): …`. */
function problemSentence({ severity, source, code, message }: Diagnostic): string {
  const value = typeof code === 'object' ? code.value : code;
  const name = `${source ?? ''}${value === undefined ? '' : `(${value})`}`;
  const said = message.replace(/\s+/g, ' ').trim();
  return `${severityWords[severity]}${name === '' ? '' : ` ${name}`}: ${said}`;
}

const severityWords: Readonly<Record<DiagnosticSeverity, string>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'info',
  [DiagnosticSeverity.Hint]: 'hint',
};

function linesOf(document: TextDocument, { start, end }: Range): Range {
  const max = Math.min(end.line, start.line + maxLines - 1, document.lineCount - 1);
  const last = end.character === 0 && end.line > start.line ? Math.min(max, end.line - 1) : max;
  const first = Math.min(start.line, last);
  return new Range(first, 0, last, document.lineAt(last).range.end.character);
}
