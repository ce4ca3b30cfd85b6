import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Logger {
  info(text: string): void;
  debug(text: string): void;
  error(text: string): void;
  clearFormatters(): void;
  setLevel(level: number): void;
  drop(): void;
}

const { createAsyncRotatingLogger } = createRequire(import.meta.url)('../../scripts/plainLogger.cjs') as {
  readonly createAsyncRotatingLogger: (
    name: string,
    file: string,
    bytes: number,
    files: number,
  ) => Promise<Logger>;
};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'pychat-log-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = (): string => path.join(folder, 'deep', 'x.log');
const read = (name = file()): string => readFileSync(name, 'utf8');

describe('the logger of VS Code’s server', () => {
  it('writes a line with time and level, from its level on', async () => {
    const logger = await createAsyncRotatingLogger('x', file(), 1_000, 6);
    logger.debug('no');
    logger.info('one');
    logger.setLevel(1);
    logger.debug('two');
    logger.drop();
    logger.error('no');
    const lines = read().trimEnd().split('\n');
    expect(lines.map(line => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} /, ''))).toEqual([
      '[info] one',
      '[debug] two',
    ]);
  });

  it('writes what it is given where the format is taken away, behind what is there', async () => {
    for (const text of ['a', 'b\n']) {
      const logger = await createAsyncRotatingLogger('x', file(), 1_000, 6);
      logger.clearFormatters();
      logger.info(text);
    }
    expect(read()).toBe('ab\n');
  });

  it('begins another file before one is too large', async () => {
    const logger = await createAsyncRotatingLogger('x', file(), 10, 6);
    logger.clearFormatters();
    logger.info('0123456789');
    expect(read()).toBe('0123456789');
    logger.info('next');
    expect([read(), read(`${file()}.1`)]).toEqual(['next', '0123456789']);
  });
});
