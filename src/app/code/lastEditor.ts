import { type Disposable, TabInputWebview, type TextEditor, Uri, ViewColumn, window } from 'vscode';
import { panelViewType } from '../../panel/panelViewType.ts';

/** Documents that nobody writes in. */
const readOnly = new Set(['output', 'pychat-patch', 'git', 'debug', 'comment', 'vscode-terminal']);

/** The text editor in which one worked last: while the page has the keyboard, the editor knows of none. */
export class LastEditor implements Disposable {
  readonly #listening: Disposable;
  #last: TextEditor | undefined;

  constructor() {
    this.#remember(window.activeTextEditor ?? window.visibleTextEditors[0]);
    this.#listening = window.onDidChangeActiveTextEditor(editor => this.#remember(editor));
  }

  /** In sight or not; undefined when its document is closed. */
  get last(): TextEditor | undefined {
    this.#remember(window.activeTextEditor);
    return this.#last?.document.isClosed === false ? this.#last : undefined;
  }

  /** The one in front when something is selected in it, also where nobody writes: that is what a menu means. Else the last. */
  get selected(): TextEditor | undefined {
    const { activeTextEditor } = window;
    return activeTextEditor?.selection.isEmpty === false ? activeTextEditor : this.last;
  }

  /** The file that the editor in front shows a version of, as one side of a comparison; else that of the last editor. */
  get file(): Uri | undefined {
    const shown = window.activeTextEditor?.document.uri;
    return shown?.scheme === 'git' ? Uri.file(shown.path) : this.last?.document.uri;
  }

  /** Brought back to sight if something else stands before it; undefined when its document is closed. */
  async get(): Promise<TextEditor | undefined> {
    const { last } = this;
    if (last === undefined) return undefined;
    if (window.visibleTextEditors.includes(last)) return last;
    const { selection } = last;
    return window.showTextDocument(last.document, { selection, viewColumn: columnForCode(last) });
  }

  /** Where code is to be shown: beside the chat, never over it. */
  get column(): ViewColumn {
    return columnForCode(this.#last);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #remember(editor: TextEditor | undefined): void {
    if (editor && !readOnly.has(editor.document.uri.scheme)) this.#last = editor;
  }
}

function columnForCode(last: TextEditor | undefined): ViewColumn {
  const groups = window.tabGroups.all;
  const chats = groups
    .filter(({ activeTab }) => isChat(activeTab?.input))
    .map(({ viewColumn }) => viewColumn);
  const others = groups.map(({ viewColumn }) => viewColumn).filter(column => !chats.includes(column));
  if (chats.length === 0) return ViewColumn.Active;
  const ours = others.find(column => column === last?.viewColumn);
  return ours ?? others[0] ?? ViewColumn.Beside;
}

/** The editor puts words of its own before the name of a webview's kind. */
function isChat(input: unknown): boolean {
  return input instanceof TabInputWebview && input.viewType.endsWith(panelViewType);
}
