import { type Disposable, env, Uri, type Webview, type WebviewOptions } from 'vscode';
import { pageHtml } from './html.ts';
import { parseFromWebview } from './parseFromWebview.ts';
import type { FromWebview } from './protocol.ts';

/** What is told of a page, wherever it stands. */
export interface PageListener {
  /** The page says something of the contract. */
  said(message: FromWebview): void;
  /** It came, went, became visible or was hidden. */
  changed(): void;
}

/** What a webview of ours may do: run our script, and load what we ship. */
export function webviewOptions(extensionUri: Uri): WebviewOptions {
  return {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [Uri.joinPath(extensionUri, 'dist'), Uri.joinPath(extensionUri, 'media')],
  };
}

/** Loads the page into a webview, also one that the editor kept over a reload and that has lost its options. */
export function loadPage(webview: Webview, extensionUri: Uri, { said }: PageListener): Disposable {
  webview.options = webviewOptions(extensionUri);
  webview.html = pageHtml(webview, { extensionUri, language: env.language, title: 'PyChat' });
  return webview.onDidReceiveMessage((value: unknown) => {
    const message = parseFromWebview(value);
    if (message !== undefined) said(message);
  });
}
