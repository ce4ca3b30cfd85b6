import { randomBytes } from 'node:crypto';
import { type Disposable, env, Uri, type Webview, type WebviewOptions } from 'vscode';
import { parseFromWebview } from './parseFromWebview.ts';
import type { FromWebview } from './protocol.ts';
import { stylesheets } from './stylesheets.ts';

/** What is told of a page, wherever it stands. */
export interface PageListener {
  /** The page says something of the contract. */
  readonly said: (message: FromWebview) => void;
  /** It came, went, became visible or was hidden. */
  readonly changed: () => void;
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
  webview.html = pageHtml(webview, extensionUri);
  return webview.onDidReceiveMessage((value: unknown) => {
    const message = parseFromWebview(value);
    if (message !== undefined) said(message);
  });
}

/**
 * The page: a frame with one nonced script and our own style; everything in it is built by the script. The content
 * policy lets nothing else load and nothing be sent anywhere. What the script imports later carries its nonce along:
 * https://html.spec.whatwg.org/multipage/webappapis.html#descendant-script-fetch-options
 */
function pageHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const at = (...path: string[]): string =>
    webview.asWebviewUri(Uri.joinPath(extensionUri, ...path)).toString();
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>PyChat</title>
${stylesheets.map(file => `<link rel="stylesheet" href="${at('media', file)}">`).join('\n')}
</head>
<body>
<main id="app"></main>
<script type="module" nonce="${nonce}" src="${at('dist', 'webview.js')}"></script>
</body>
</html>`;
}

/** Text as it stands in HTML, also within quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
