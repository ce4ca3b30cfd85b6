import { execFileSync } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityIn, tokenIn } from '../../../src/relay/data/secrets.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const file = async (): Promise<string> => path.join(await temporaryFolder(), 'secret');
const now = Date.UTC(2026, 10, 22);
const made = { name: 'chat.example', now };

describe('the identity of a data folder', () => {
  test('is made once, for the owner alone, and read after', async () => {
    const place = await file();
    const first = await identityIn(place, made);
    expect((await stat(place)).mode & 0o777).toBe(0o600);
    expect(await identityIn(place, { name: 'other', now: now + 1 })).toEqual(first);
    const subject = execFileSync('openssl', ['x509', '-in', place, '-noout', '-subject']).toString();
    expect(subject).toContain('chat.example');
  });

  test('may be somebody’s own, certificate first', async () => {
    const place = await file();
    const { certificate, privateKey, fingerprints } = await identityIn(place, made);
    await writeFile(place, certificate + privateKey);
    expect((await identityIn(place, made)).fingerprints).toEqual(fingerprints);
  });

  test.each([
    ['', 'no certificate in the PEM text'],
    ['text', 'no certificate in the PEM text'],
    ['x'.repeat(65_536), 'no certificate in the PEM text'],
  ])('is refused and left alone when the file holds no identity', async (text, reason) => {
    const place = await file();
    await writeFile(place, text);
    await expect(identityIn(place, made)).rejects.toThrow(`${place} cannot be used: ${reason}`);
    expect(await readFile(place, 'utf8')).toBe(text);
  });

  test('is refused when it is half, has run out, or is too large', async () => {
    const place = await file();
    const { certificate } = await identityIn(place, made);
    const later = { name: 'x', now: Date.UTC(2047, 0) };
    await expect(identityIn(place, later)).rejects.toThrow(/good until/);
    await writeFile(place, certificate);
    await expect(identityIn(place, made)).rejects.toThrow(`${place} cannot be used: the key cannot be read`);
    await writeFile(place, 'x'.repeat(65_537));
    await expect(identityIn(place, made)).rejects.toThrow(`${place} is larger than 65536 bytes`);
  });
});

describe('the token of a data folder', () => {
  test('is made once, for the owner alone, and read after', async () => {
    const place = await file();
    const token = await tokenIn(place);
    expect(token).toMatch(/^[\w-]{22}$/);
    expect((await stat(place)).mode & 0o777).toBe(0o600);
    expect(await tokenIn(place)).toBe(token);
    expect(await tokenIn(await file())).not.toBe(token);
  });

  test.each(['', 'short', `${'x'.repeat(21)}B`, 'x'.repeat(65)])(
    'is refused and left alone as %j',
    async text => {
      const place = await file();
      await writeFile(place, text);
      await expect(tokenIn(place)).rejects.toThrow(place);
      expect(await readFile(place, 'utf8')).toBe(text);
    },
  );

  test('is an error where it cannot be read', async () => {
    const place = await file();
    await mkdir(place);
    await expect(tokenIn(place)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});
