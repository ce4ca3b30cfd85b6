// What is inside the package, as a software bill of materials in CycloneDX. https://cyclonedx.org/docs/1.6/json/
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

const readJson = file => JSON.parse(readFileSync(file, 'utf8'));

/** https://github.com/package-url/purl-spec/blob/main/types-doc/npm-definition.md */
const purlOf = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** SPDX: one identifier, or an expression of several. */
const licencesOf = license =>
  license === undefined ? [] : [/\s/.test(license) ? { expression: license } : { license: { id: license } }];

/** The checksums of npm's archive: `sha512-` and Base64, perhaps several. */
const hashesOf = (integrity = '') =>
  [...integrity.matchAll(/sha512-([A-Za-z0-9+/=]+)/g)].map(([, base64]) => ({
    alg: 'SHA-512',
    content: Buffer.from(base64, 'base64').toString('hex'),
  }));

/**
 * @param {readonly string[]} folders of the packages inside, below the repository
 * @returns {object} the same for the same packages: no time and no random number
 */
export function sbomOf(folders) {
  const locked = readJson(path.join(root, 'package-lock.json')).packages;
  const own = readJson(path.join(root, 'package.json'));
  const components = folders.map(folder => {
    const { name, version, license } = readJson(path.join(root, folder, 'package.json'));
    const purl = purlOf(name, version);
    const [licenses, hashes] = [licencesOf(license), hashesOf(locked[folder]?.integrity)];
    return { type: 'library', 'bom-ref': purl, name, version, scope: 'required', hashes, licenses, purl };
  });
  const ref = `${own.name}@${own.version}`;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': ref,
        name: own.name,
        version: own.version,
        licenses: licencesOf(own.license),
      },
    },
    components,
    dependencies: [
      { ref, dependsOn: components.map(({ purl }) => purl) },
      ...components.map(({ purl }) => ({ ref: purl, dependsOn: [] })),
    ],
  };
}

/** Writes it beside the package, as `pychat-VERSION.cdx.json`. */
export function writeSbom(packagePath, folders) {
  const file = packagePath.replace(/(\.vsix)?$/, '.cdx.json');
  writeFileSync(file, `${JSON.stringify(sbomOf(folders), undefined, 2)}\n`);
}
