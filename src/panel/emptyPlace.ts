import { env, l10n, Uri, type Webview } from 'vscode';
import { escapeHtml } from './loadPage.ts';
import { bringCommands, type PagePlaceName, type ViewPlace } from './panelViewType.ts';

/** Shows in a view that the page stands elsewhere, with the way to bring it here: a link to one command, and no script. */
export function loadEmptyPlace(
  webview: Webview,
  extensionUri: Uri,
  { place, pagePlace }: { place: ViewPlace; pagePlace: PagePlaceName },
): void {
  const command = bringCommands[place];
  webview.options = {
    enableScripts: false,
    enableForms: false,
    enableCommandUris: [command],
    localResourceRoots: [Uri.joinPath(extensionUri, 'media')],
  };
  const style = webview.asWebviewUri(Uri.joinPath(extensionUri, 'media', 'emptyPlace.css')).toString();
  webview.html = `<!DOCTYPE html>
<html lang="${escapeHtml(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>PyChat</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<p>${escapeHtml(whereText(pagePlace))}</p>
<a role="button" href="command:${command}">${escapeHtml(l10n.t('Bring Here'))}</a>
</body>
</html>`;
}

function whereText(place: PagePlaceName): string {
  switch (place) {
    case 'editor':
      return l10n.t('The chat is in the editor area.');
    case 'panel':
      return l10n.t('The chat is in the panel.');
    case 'sideBar':
      return l10n.t('The chat is in the secondary side bar.');
  }
}
