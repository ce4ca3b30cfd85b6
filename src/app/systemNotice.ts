import { execFile } from 'node:child_process';
import path from 'node:path';
import type { LogOutputChannel } from 'vscode';

/** What a notification of the operating system says. */
export interface SystemNotice {
  readonly title: string;
  /** '' for none. */
  readonly text: string;
}

/** A program of the system's, by its absolute path. What others wrote is in `args` after `--`, or in `values`. */
interface Program {
  readonly file: string;
  readonly args: readonly string[];
  /** Variables of its environment. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Milliseconds that a program has to show a notice. */
const showMs = 10_000;

const appleScript = `on run argv
display notification (item 2 of argv) with title (item 1 of argv)
end run`;

/** Text nodes need no escaping: it is the document that writes them. The id is that of PowerShell itself, which Windows knows. */
const powerShell = `$ErrorActionPreference = 'Stop'
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$toast = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$lines = $toast.GetElementsByTagName('text')
[void]$lines.Item(0).AppendChild($toast.CreateTextNode($env:PYCHAT_TITLE))
[void]$lines.Item(1).AppendChild($toast.CreateTextNode($env:PYCHAT_TEXT))
$id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($id).Show([Windows.UI.Notifications.ToastNotification]::new($toast))`;

/**
 * The program that shows a notice, with fixed scripts only.
 *
 * @param systemRoot where Windows is, as its environment says
 * @returns undefined on systems for which none is known
 */
export function noticeProgram(
  notice: SystemNotice,
  platform: NodeJS.Platform,
  systemRoot = 'C:\\Windows',
): Program | undefined {
  const [title, text] = [plain(notice.title), plain(notice.text)];
  switch (platform) {
    case 'linux':
      return {
        file: '/usr/bin/notify-send',
        args: ['--app-name=PyChat', '--', title, ...(text === '' ? [] : [markup(text)])],
      };
    case 'darwin':
      return { file: '/usr/bin/osascript', args: ['-e', appleScript, '--', title, text] };
    case 'win32': {
      const root = /^[a-z]:\\/i.test(systemRoot) ? systemRoot : 'C:\\Windows';
      const script = Buffer.from(powerShell, 'utf16le').toString('base64');
      return {
        file: `${root}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`,
        args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', script],
        values: { PYCHAT_TITLE: title, PYCHAT_TEXT: text },
      };
    }
    default:
      return undefined;
  }
}

/** Shows a notice of the operating system. Where that fails, the log says why. */
export function showSystemNotice(notice: SystemNotice, log: Pick<LogOutputChannel, 'warn'>): void {
  const program = noticeProgram(notice, process.platform, process.env.SystemRoot);
  if (program === undefined) return;
  const { file, args, values } = program;
  const options = {
    cwd: path.dirname(file),
    env: { ...process.env, ...values },
    timeout: showMs,
    windowsHide: true,
  };
  execFile(file, args, options, error => {
    if (error) log.warn(`the system showed no notice: ${file}: ${String(error.code)}`);
  });
}

/** One line, without characters that no argument and no XML can hold. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]+/gu, ' ')
    .trim();
}

/** `notify-send` reads backslashes as C does, and servers of notices read markup. https://specifications.freedesktop.org/notification-spec/latest/markup.html */
function markup(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll('\\', '\\\\');
}
