// The least that a chat between two editors can be: page, extension host, socket, extension host, page.
const { createServer, connect } = require('node:net');
const { createInterface } = require('node:readline');
const { commands, ViewColumn, window, workspace } = require('vscode');

const html = `<!DOCTYPE html>
<html lang="en">
<body style="margin:0; height:100vh; display:flex; flex-direction:column">
<div id="log" style="flex:1; min-height:0; overflow-y:auto"></div>
<textarea aria-label="Message"></textarea>
<script>
  const editor = acquireVsCodeApi();
  const log = document.querySelector('#log');
  const input = document.querySelector('textarea');
  input.addEventListener('keydown', event => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    editor.postMessage(input.value);
    input.value = '';
  });
  window.addEventListener('message', ({ data }) => {
    const row = document.createElement('div');
    row.textContent = data;
    log.append(row);
    log.scrollTop = log.scrollHeight;
  });
</script>
</body>
</html>`;

function open(socket) {
  const panel = window.createWebviewPanel('bare', 'Bare', ViewColumn.Beside, { enableScripts: true });
  socket.setNoDelay(true);
  panel.webview.onDidReceiveMessage(text => socket.write(`${text}\n`));
  createInterface({ input: socket }).on('line', text => void panel.webview.postMessage(text));
  panel.webview.html = html;
}

exports.activate = ({ subscriptions }) => {
  const port = () => workspace.getConfiguration('bare').get('port');
  subscriptions.push(
    commands.registerCommand('bare.listen', () => {
      const server = createServer(open).listen(port(), '127.0.0.1');
      subscriptions.push({ dispose: () => server.close() });
    }),
    commands.registerCommand('bare.connect', () => open(connect(port(), '127.0.0.1'))),
  );
};
