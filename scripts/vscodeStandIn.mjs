#!/usr/bin/env node
// Stands for the desktop VS Code where that cannot be had: takes the flags that @vscode/test-electron gives it,
// opens VS Code's server in Chromium, and ends with the exit code of the tests inside.
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { format } from 'node:util';
import { launchForTests } from './chromium.mjs';
import { whenAskedToEnd } from './processes.mjs';
import { startServer, workbenchAddress } from './vscodeServer.mjs';

const testTimeoutMs = 5 * 60_000;

function readFlags(args) {
  const flag = name => args.find(arg => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
  const folder = args.find(arg => !arg.startsWith('-'));
  return {
    folder: folder ?? null,
    dataFolder: flag('user-data-dir'),
    extension: flag('extensionDevelopmentPath'),
    tests: flag('extensionTestsPath'),
  };
}

/** Opens the workbench and waits for the exit code that it reports. */
async function runInside(page, address, log) {
  let timer;
  const code = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The tests did not end in time.')), testTimeoutMs);
    void page.exposeFunction('codeAutomationExit', resolve);
    page.once('crash', () => reject(new Error('The workbench crashed.')));
  });
  await page.exposeFunction('codeAutomationLog', (type, args) => log.write(`${type}: ${format(...args)}\n`));
  await page.goto(address);
  return code.finally(() => clearTimeout(timer));
}

const { folder, dataFolder, extension, tests } = readFlags(process.argv.slice(2));
const server = await startServer({ dataFolder, development: true });
const browser = await launchForTests();
// The editor's own words are many; whoever started this reads them when a test fails.
const log = createWriteStream(path.join(dataFolder, 'workbench.log'));
whenAskedToEnd(() => process.exit(130));
let code = 1;
try {
  const page = await browser.newPage();
  code = await runInside(page, workbenchAddress(server.origin, { folder, extension, tests }), log);
} catch (error) {
  console.error(error.message);
}
await browser.close();
await server.stop();
process.exit(code);
