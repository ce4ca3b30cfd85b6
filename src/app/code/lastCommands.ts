import { type Disposable, type Terminal, type TerminalShellExecution, window } from 'vscode';
import { maxTerminalOutput } from '../../code/limits.ts';
import { terminalText } from '../../code/terminalText.ts';
import { DisposableStore } from '../../common/dispose.ts';
import { cut } from '../../conversation/attention/cut.ts';
import { t } from '../words.ts';
import type { Shared } from './sharedCode.ts';

/** A command that was run, and what it has written so far, control sequences and all: the end of it, where it is long. */
class RunCommand {
  readonly execution: TerminalShellExecution;
  /** All that it writes has been read. */
  readonly read: Promise<void>;
  output = '';
  isCut = false;
  hasEnded = false;
  exitCode: number | undefined;

  constructor(execution: TerminalShellExecution) {
    this.execution = execution;
    this.read = this.#read();
  }

  async #read(): Promise<void> {
    for await (const data of this.execution.read()) {
      this.output += data;
      if (this.output.length <= maxTerminalOutput) continue;
      this.output = this.output.slice(-maxTerminalOutput);
      this.isCut = true;
    }
  }
}

/** The last command of each terminal whose shell tells the editor of them. */
export class LastCommands implements Disposable {
  readonly #store = new DisposableStore();
  readonly #last = new Map<Terminal, RunCommand>();

  constructor() {
    this.#store.add(
      window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        this.#last.set(terminal, new RunCommand(execution));
      }),
    );
    this.#store.add(
      window.onDidEndTerminalShellExecution(({ terminal, execution, exitCode }) => {
        const run = this.#last.get(terminal);
        if (run?.execution !== execution) return;
        run.hasEnded = true;
        run.exitCode = exitCode;
      }),
    );
    this.#store.add(window.onDidCloseTerminal(terminal => this.#last.delete(terminal)));
  }

  /**
   * What a terminal ran last, as it is shared; undefined, once that was said, when nothing is known of it.
   *
   * @param given the terminal whose menu was opened: a right click does not bring it to the front; without it the one there
   */
  async shared(given?: unknown): Promise<Shared | undefined> {
    const terminal = window.terminals.find(one => one === given) ?? window.activeTerminal;
    const run = terminal && this.#last.get(terminal);
    // The end is told before the last of what was written has come.
    if (run?.hasEnded === true) await run.read;
    if (run !== undefined) return sharedCommand(run);
    const isTold = terminal?.shellIntegration !== undefined;
    void window.showInformationMessage(
      isTold
        ? t('No command was run in this terminal since PyChat started. Run one, then share it.')
        : t('The shell in this terminal does not report its commands to VS Code: shell integration is off.'),
    );
    return undefined;
  }

  dispose(): void {
    this.#store.dispose();
    this.#last.clear();
  }
}

/** Characters of a command in the title of a question. */
const maxCommandInTitle = 60;

/** As terminals show it; what the program has ended with is said in the words of shells. */
function sharedCommand({ execution, output, isCut, exitCode }: RunCommand): Shared {
  const written = terminalText(output);
  const command = terminalText(execution.commandLine.value);
  const rows = [`$ ${command}`, ...(isCut ? ['…'] : []), written];
  const text = rows.filter(row => row !== '').join('\n');
  const fileName = 'terminal.txt';
  const failed = exitCode !== undefined && exitCode !== 0;
  return {
    parts: [{ language: 'console', text, fileName, ...(failed && { sentence: `exit code ${exitCode}` }) }],
    fileName,
    what: cut(command.replace(/\s+/g, ' ').trim(), maxCommandInTitle) || fileName,
  };
}
