import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFileName, maxNameBytes, numberedName } from '../../src/chat/fileName.ts';

describe('the name of a file that somebody offers', () => {
  it.each([
    ['notes.zip', 'notes.zip'],
    ['Relatório final (2).pdf', 'Relatório final (2).pdf'],
    ['日本語.txt', '日本語.txt'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\Windows\\system.ini', 'system.ini'],
    ['C:\\autoexec.bat', 'autoexec.bat'],
    ['/', 'file'],
    ['', 'file'],
    ['...', 'file'],
    ['.bashrc', 'bashrc'],
    ['-rf', 'rf'],
    ['. -. a', 'a'],
    ['a/..', 'a'],
    ['a\0b\u001b[31m.txt', 'ab[31m.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u2066b\u2069\u200b\u200d\ufeffc.txt', 'abc.txt'],
    [`photo.jpg${' '.repeat(200)}.exe`, 'photo.jpg .exe'],
    [`photo.jpg${'\u3164'.repeat(200)}.exe`, 'photo.jpg .exe'],
    ['a\u2028b\tc', 'a b c'],
    ['name. . .', 'name'],
    ['a:b*c?d"e<f>g|h', 'a_b_c_d_e_f_g_h'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['Com1.tar.gz', '_Com1.tar.gz'],
    ['LPT¹', '_LPT¹'],
    ['conin$', '_conin$'],
    ['nul .txt', '_nul .txt'],
    ['console.txt', 'console.txt'],
    ['com10', 'com10'],
    ['a\u2215b\uff0fc\uff3cd', 'd'],
    ['e\u0301.txt', 'é.txt'],
    ['\ud800a', '\ufffda'],
  ])('%j becomes %j', (offered, clean) => {
    expect(cleanFileName(offered)).toBe(clean);
  });

  it('is cut, and keeps its ending', () => {
    expect(cleanFileName('a'.repeat(maxNameBytes))).toHaveLength(maxNameBytes);
    expect(cleanFileName('a'.repeat(maxNameBytes + 1))).toHaveLength(maxNameBytes);
    const long = cleanFileName(`${'語'.repeat(300)}.tar.gz`);
    expect(long).toMatch(/^語+\.gz$/);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(maxNameBytes);
    expect(cleanFileName(`a.${'b'.repeat(300)}`)).toHaveLength(maxNameBytes);
  });

  it('is safe whatever it was, and cleaning it again changes nothing', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom('.', '/', '\\', ' ', '-', 'con', 'a', '\u202e', '\u3164', '.exe', '\n', ':', '_'),
        )
        .map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(any, offered => {
        const name = cleanFileName(offered);
        expect(name).not.toBe('');
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(maxNameBytes);
        expect(name).toMatch(/^[^\s.-]/);
        expect(name).toMatch(/[^\s.]$/);
        expect(name).not.toMatch(/[/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}]|\s\s/u);
        expect(cleanFileName(name)).toBe(name);
      }),
      { numRuns: 300 },
    );
  });

  it('gets a number before its ending', () => {
    expect(numberedName('a.zip', 1)).toBe('a.zip');
    expect(numberedName('a.zip', 2)).toBe('a (2).zip');
    expect(numberedName('README', 3)).toBe('README (3)');
    expect(numberedName('a.b c d e f g h i j k l m n', 2)).toBe('a.b c d e f g h i j k l m n (2)');
  });
});
