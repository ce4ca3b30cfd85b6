import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { audit } from '../../scripts/audit.mjs';

/** A weakness as npm's registry tells it. */
const advisory = (title: string) => [
  { id: 1, url: 'https://example.org/1', title, severity: 'high', vulnerable_versions: '*' },
];

describe('the audit of the packages', () => {
  let advisories: Record<string, unknown> | undefined;
  const said: string[] = [];
  const registry = createServer((request, response) => {
    const isAsked = request.url?.endsWith('/advisories/bulk') === true && advisories !== undefined;
    response.writeHead(isAsked ? 200 : 405, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAsked ? advisories : {}));
    request.resume();
  });

  beforeEach(async () => {
    advisories = undefined;
    said.length = 0;
    for (const where of ['log', 'warn', 'error'] as const)
      vi.spyOn(console, where).mockImplementation((text: string) => void said.push(text));
    await new Promise<void>(resolve => registry.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('npm_config_registry', `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`);
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await new Promise(resolve => registry.close(resolve));
  });

  it('fails for what is bundled', async () => {
    advisories = { diff: advisory('reads too much') };
    expect(await audit(['node_modules/diff'])).toBe(false);
    expect(said).toEqual(['audit: BUNDLED: diff: high: reads too much (https://example.org/1)']);
  });

  it('only warns of a tool', async () => {
    advisories = { prettier: advisory('formats too much') };
    expect(await audit(['node_modules/diff'])).toBe(true);
    expect(said).toEqual(['audit: in a tool: prettier: high: formats too much (https://example.org/1)']);
  });

  it('says nothing when nothing is known', async () => {
    advisories = {};
    expect(await audit(['node_modules/diff'])).toBe(true);
    expect(said).toEqual([]);
  });

  it('says that no registry answered, and fails nothing', async () => {
    expect(await audit(['node_modules/diff'])).toBe(true);
    expect(said).toEqual(['audit: no registry answered that knows about weaknesses']);
  });
});
