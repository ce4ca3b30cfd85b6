import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdentity } from '../../src/trust/identity.ts';
import { RelayProcess } from '../support/relayProcess.ts';
import { freePort } from '../vscode/freePort.ts';

interface Finding {
  readonly id: string;
  readonly severity: string;
  readonly finding: string;
}

/** What only an authority that everybody knows could mend: here the key is compared, and never expires. */
const ofNoAuthority = ['cert_trust', 'cert_chain_of_trust', 'cert_revocation', 'cert_validityPeriod'];
/** Protocols, ciphers, the server's defaults, renegotiation, compression. `PYCHAT_TESTSSL=all` asks for everything. */
const checks = process.env.PYCHAT_TESTSSL === 'all' ? [] : ['-p', '-s', '-S', '-R', '-C'];

let folder: string;
let relay: RelayProcess;
let findings: readonly Finding[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pychat-testssl-'));
  const port = await freePort();
  const identity = await createIdentity({ name: 'pychat.local', now: new Date() });
  relay = await RelayProcess.start({ port, identity, token: '' });
  const report = path.join(folder, 'report.json');
  const flags = ['--quiet', '--color', '0', '--warnings', 'batch', '--nodns', 'none', '--jsonfile', report];
  // Its exit code counts findings, of which there are some.
  await promisify(execFile)('testssl', [...flags, ...checks, `127.0.0.1:${port}`]).catch(() => undefined);
  findings = JSON.parse(readFileSync(report, 'utf8')) as Finding[];
}, 300_000);

afterAll(async () => {
  await relay.kill();
  rmSync(folder, { recursive: true, force: true });
});

test('testssl.sh finds nothing to say but that no authority signed the certificate', () => {
  // A WARN is about a check that could not be made: the relay resumes no session, for one.
  const bad = findings.filter(({ severity }) => ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].includes(severity));
  expect(bad.filter(({ id }) => !ofNoAuthority.includes(id))).toEqual([]);
  expect(bad.map(({ id }) => id)).toContain('cert_chain_of_trust');
});

test('testssl.sh finds TLS 1.3 and nothing older, no renegotiation and no compression', () => {
  const said = new Map(findings.map(({ id, finding }) => [id, finding]));
  expect(said.get('TLS1_3')).toMatch(/^offered/);
  for (const older of ['SSLv2', 'SSLv3', 'TLS1', 'TLS1_1', 'TLS1_2'])
    expect(said.get(older)).toMatch(/^not offered/);
  expect(said.get('secure_renego')).toBe('TLS 1.3 only server');
  expect(said.get('CRIME_TLS')).toMatch(/^(?:not vulnerable|TLS 1.3 only)/);
});
