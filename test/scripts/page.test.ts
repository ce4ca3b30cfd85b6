import { readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packagedManifest, pageFile, pageText, sources } from '../../scripts/page.mjs';

const text = readFileSync(pageFile, 'utf8');
const places = (page: string): string[] =>
  [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, place = '']) => place);
const fork = 'https://github.com/someone/pychat';

describe('the extension’s page', () => {
  it('leads to files that are there', () => {
    expect(places(text).length).toBeGreaterThan(5);
    const missing = places(text).filter(place => !existsSync(path.join(path.dirname(pageFile), place)));
    expect(missing).toEqual([]);
  });

  it('needs nothing but itself while there is no public repository', () => {
    const page = pageText(text, '');
    expect(places(page)).toEqual([]);
    expect(page).not.toMatch(/!\[|\]\(| ·|\n\n\n/);
    expect(page).toContain("`/irc` in the host's window says how.\n");
    expect(page).toContain('PyChat: Hospedar chat');
  });

  it('loses no words within a sentence then', () => {
    expect(pageText('See [how it works](a.md).\n', '')).toBe('See how it works.\n');
    expect(pageText('All [limits](a.md) are\n[here](b.md), too.\n', '')).toBe('All limits are\nhere, too.\n');
    expect(pageText('It works. [More](a.md). And so on.\n', '')).toBe('It works. And so on.\n');
  });

  it('has pictures and links of a repository where there is one', () => {
    const page = pageText(text, fork);
    expect(places(page).every(place => place.startsWith(`${fork}/`))).toBe(true);
    expect(page).toContain(`(${fork}/raw/HEAD/docs/images/host.png)`);
    expect(page).toContain(`(${fork}/blob/HEAD/SECURITY.md)`);
    expect(pageText(text, 'https://gitlab.com/a/b')).toContain(
      '(https://gitlab.com/a/b/-/raw/HEAD/docs/images/host.png)',
    );
  });

  it('is for users: it begins with what they press, and names commands as they are', () => {
    expect(text).not.toMatch(/npm |Node|webview/);
    const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
    const titles = new Set(Object.values(words));
    const named = [...text.matchAll(/\*\*PyChat: ([^*]+)\*\*/g)].map(([, title = '']) => title);
    const portuguese = Object.values(JSON.parse(readFileSync('package.nls.pt-br.json', 'utf8')) as object);
    expect(named.filter(title => !titles.has(title) && !portuguese.includes(title))).toEqual([]);
  });
});

describe('the packaged manifest', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as object;

  it('has what every page needs, and nothing for developers', () => {
    const packaged = packagedManifest(manifest, '');
    expect(packaged).toMatchObject({ pricing: 'Free', galleryBanner: { theme: 'dark' }, qna: false });
    for (const field of ['scripts', 'devDependencies', 'private', 'repository', 'bugs', 'homepage'])
      expect(packaged).not.toHaveProperty(field);
  });

  it('says where the project lives from one address', () => {
    expect(packagedManifest(manifest, fork)).toMatchObject({
      repository: { type: 'git', url: `${fork}.git` },
      homepage: `${fork}#readme`,
      bugs: { url: `${fork}/issues` },
      qna: `${fork}/issues`,
    });
  });

  it('has an address that is none, or one of the web', () => {
    expect(sources).toMatch(/^$|^https:\/\/[^/]+\/.+[^/]$/);
  });
});
