import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import { stylesheets } from './stylesheets.ts';

/** What the page may load and where it comes from. */
export interface PageParts {
  readonly extensionUri: Uri;
  readonly language: string;
  readonly title: string;
}

/**
 * The page: a frame with one nonced script and our own style; everything in it is built by the script. The content
 * policy lets nothing else load and nothing be sent anywhere. What the script imports later carries its nonce along:
 * https://html.spec.whatwg.org/multipage/webappapis.html#descendant-script-fetch-options
 */
export function pageHtml(webview: Webview, parts: PageParts): string {
  const nonce = randomBytes(16).toString('base64url');
  const at = (...path: string[]): string =>
    webview.asWebviewUri(Uri.joinPath(parts.extensionUri, ...path)).toString();
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `form-action 'none'`,
    `base-uri 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(parts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(parts.title)}</title>
${stylesheets.map(file => `<link rel="stylesheet" href="${at('media', file)}">`).join('\n')}
</head>
<body>
<main id="app"></main>
<script type="module" nonce="${nonce}" src="${at('dist', 'webview.js')}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
