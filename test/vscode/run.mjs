// Runs test/vscode/suite inside an extension host: node test/vscode/run.mjs [REPORT.json]
import path from 'node:path';
import { cacheFolder, root } from '../../scripts/paths.mjs';
import { runInEditor } from './inEditor.mjs';

const { code, report, lastWords } = await runInEditor({
  entry: path.join(root, 'test/vscode/suite/main.ts'),
  report: path.resolve(process.argv[2] ?? path.join(cacheFolder, 'vscode-suite', 'report.json')),
});
// How each test went; when they did not even run, what the editor said last.
if (report) console.log(report.lines.join('\n'));
else console.error(lastWords);
process.exitCode = code;
