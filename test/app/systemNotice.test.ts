import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noticeProgram } from '../../src/app/systemNotice.ts';

const hostile = [
  `"; rm -rf ~; echo "`,
  `'); do shell script "id"; ('`,
  '$(touch /tmp/x) ${HOME} $env:USERNAME',
  '`id`',
  '-h',
  '--help',
  '--',
  '<a href="http://x.example">click</a> & <b>bold',
  '</text><image src="http://x.example"/>',
  'one\r\ntwo\nthree\u2028four',
  'C:\\new\\table \\x41',
  '%PATH% !x! ^& | > out',
  'nul\0here\x07',
  '\ud800 lone',
];
const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
/** What `notify-send` makes of backslashes: https://docs.gtk.org/glib/func.strcompress.html */
const compress = (text: string): string => text.replace(/\\(.)/g, '$1');
const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]+/gu, ' ')
    .trim();

const on = (platform: NodeJS.Platform, text: string, title = 'New mention in PyChat') =>
  noticeProgram({ title, text }, platform)!;

describe('a notice of the operating system', () => {
  it('says a fixed text where no more is wanted', () => {
    expect(on('linux', '')).toEqual({
      file: '/usr/bin/notify-send',
      args: ['--app-name=PyChat', '--', 'New mention in PyChat'],
    });
    expect(on('darwin', '').args.slice(2)).toEqual(['--', 'New mention in PyChat', '']);
    expect(on('win32', '').values).toEqual({ PYCHAT_TITLE: 'New mention in PyChat', PYCHAT_TEXT: '' });
  });

  it.each(hostile)('passes %j as a value, never as a part of a script', text => {
    const [mac, windows, linux] = [on('darwin', text), on('win32', text), on('linux', text)];
    expect(mac.args.slice(0, 2)).toEqual(on('darwin', 'x').args.slice(0, 2));
    expect(mac.args.slice(2)).toEqual(['--', 'New mention in PyChat', oneLine(text)]);
    expect(windows.args).toEqual(on('win32', 'x').args);
    expect(windows.values?.PYCHAT_TEXT).toBe(oneLine(text));
    expect(linux.args.slice(0, 3)).toEqual(['--app-name=PyChat', '--', 'New mention in PyChat']);
    expect(unescape(compress(linux.args[3] ?? ''))).toBe(oneLine(text));
    expect(linux.args[3]).not.toMatch(/[<>]/);
  });

  it.each(hostile)('is safe with %j as the title, too', title => {
    for (const platform of ['linux', 'darwin'] as const) {
      const { args } = on(platform, 'x', title);
      expect(args.slice(args.indexOf('--') + 1)).toEqual([oneLine(title), 'x']);
    }
    expect(on('win32', 'x', title).values?.PYCHAT_TITLE).toBe(oneLine(title));
  });

  it('is one line of well-formed text, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        for (const platform of ['linux', 'darwin', 'win32'] as const) {
          const { args, values = {} } = on(platform, text);
          for (const value of [...args.slice(3), ...Object.values(values)]) {
            expect(value).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
            expect(value.isWellFormed()).toBe(true);
          }
        }
      }),
    );
  });

  it('names programs by their absolute paths, and Windows only where it is', () => {
    for (const platform of ['linux', 'darwin'] as const)
      expect(path.posix.isAbsolute(on(platform, '').file)).toBe(true);
    const windows = (root?: string): string | undefined =>
      noticeProgram({ title: 't', text: '' }, 'win32', root)?.file;
    const rest = '\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
    expect(windows()).toBe(`C:\\Windows${rest}`);
    expect(windows('D:\\Win')).toBe(`D:\\Win${rest}`);
    for (const odd of ['', '.', 'evil', '\\\\server\\share']) expect(windows(odd)).toBe(`C:\\Windows${rest}`);
    expect(noticeProgram({ title: 't', text: '' }, 'aix')).toBeUndefined();
  });

  it('arrives as it is in a program', async () => {
    const script = 'process.stdout.write(JSON.stringify([process.argv.slice(1), process.env.PYCHAT_TEXT]))';
    for (const text of hostile) {
      const { args } = on('darwin', text);
      const { values } = on('win32', text);
      const run = ['-e', script, ...args.slice(2)];
      const { stdout } = await promisify(execFile)(process.execPath, run, {
        env: { ...process.env, ...values },
      });
      expect(JSON.parse(stdout)).toEqual([['New mention in PyChat', oneLine(text)], oneLine(text)]);
    }
  });
});
