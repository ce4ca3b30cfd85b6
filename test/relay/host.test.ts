import { isIP } from 'node:net';
import { describe, expect, test } from 'vitest';
import { host } from '../../src/relay/host.ts';
import { ownAddresses } from '../../src/relay/program/ownAddresses.ts';
import { createIdentity } from '../../src/trust/identity.ts';
import { hostedHere } from '../support/hostedHere.ts';
import { register } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';

describe('hosting', () => {
  test('takes whoever shows the relay’s own key for the host, and ends with a goodbye', async () => {
    const identity = await createIdentity({ name: 'host', now: new Date() });
    const hosting = await host({ ...hostedHere, identity }, () => undefined);
    const ann = await connectTls(hosting.listener.port, identity);
    await register(ann, 'ann');
    expect(await ann.ask('JOIN #chat')).toContain(':relay.test 353 ann = #chat @ann');
    const closed = hosting.close('Going home');
    expect(await ann.rest()).toEqual(['ERROR :Closing link: Going home']);
    await closed;
    await expect(connectTls(hosting.listener.port, identity)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('refuses an identity that is none before it takes a port', async () => {
    const identity = { certificate: 'none', privateKey: 'none' };
    await expect(host({ ...hostedHere, identity }, () => undefined)).rejects.toMatchObject({
      reason: 'notPem',
    });
  });
});

describe('ownAddresses', () => {
  test('is the one address that is listened on', () => {
    expect(ownAddresses('192.0.2.7')).toEqual(['192.0.2.7']);
  });

  test.each(['::', '0.0.0.0'])('is 1 to 8 real addresses for %s', wildcard => {
    const addresses = ownAddresses(wildcard);
    expect(addresses.length).toBeGreaterThanOrEqual(1);
    expect(addresses.length).toBeLessThanOrEqual(8);
    for (const address of addresses) expect(isIP(address)).toBeGreaterThan(0);
    if (wildcard === '0.0.0.0') expect(addresses.every(address => isIP(address) === 4)).toBe(true);
  });
});
