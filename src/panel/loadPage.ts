import { env, Uri, type Webview, type WebviewOptions } from 'vscode';
import { pageHtml } from './html.ts';

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
export function loadPage(webview: Webview, extensionUri: Uri): void {
  webview.options = webviewOptions(extensionUri);
  webview.html = pageHtml(webview, { extensionUri, language: env.language, title: 'PyChat' });
}
