import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createIdentity, type Identity, readIdentity } from '../trust/identity.ts';
import { newToken } from '../trust/invite.ts';
import { SaidFailure } from '../conversation/connections/failureText.ts';
import { takeLock } from './lock.ts';
import type { Services } from './services.ts';
import type { Settings } from './settings.ts';
import { t } from './words.ts';

const identityKey = 'pychat.identity';
const roomTokenKey = 'pychat.roomToken';
const storeKeyKey = 'pychat.storeKey';
const storeKeyPattern = /^[A-Za-z0-9+/]{43}=$/;
const tokenPattern = /^[A-Za-z0-9_-]{22}$/;

/** What PyChat keeps in the editor's secret storage: the person's key pair the tokens of rooms, and the key of what is kept of hosted ones. */
export class Secrets {
  readonly #services: Services;
  #identity: Promise<Identity> | undefined;

  constructor(services: Services) {
    this.#services = services;
  }

  /** The key pair that says who this person is: made on first use, the same in all windows from then on. */
  identity(): Promise<Identity> {
    this.#identity ??= this.#loadIdentity();
    this.#identity.catch(() => (this.#identity = undefined));
    return this.#identity;
  }

  /** What the relay shows: the user's own certificate when one is set, else the person's. */
  async relayIdentity(settings: Settings): Promise<Identity> {
    const { certificateFile, keyFile } = settings;
    if (certificateFile === '' && keyFile === '') return this.identity();
    try {
      const [certificate, privateKey] = await Promise.all([
        readFile(certificateFile, 'utf8'),
        readFile(keyFile, 'utf8'),
      ]);
      return readIdentity({ certificate, privateKey });
    } catch (error) {
      this.#services.log.error(String(error));
      throw new SaidFailure(
        t(
          'The certificate or key in the settings cannot be used. Check `pychat.host.certificateFile` and `pychat.host.keyFile`.',
        ),
        { cause: error, remedies: ['hostSettings'] },
      );
    }
  }

  /** The token that lets people into the room this person hosts. */
  async roomToken(): Promise<string> {
    const kept = await this.#read(roomTokenKey);
    return kept !== undefined && tokenPattern.test(kept) ? kept : this.renewRoomToken();
  }

  /** Makes a new token: invites given out before do not work from the next hosting on. */
  async renewRoomToken(): Promise<string> {
    const token = newToken();
    await this.#write(roomTokenKey, token);
    return token;
  }

  /**
   * What opens what is kept of hosted rooms, made on first use. Undefined where the secret storage does not keep it:
   * nobody could read with the next one what was written with this.
   */
  async storeKey(): Promise<Uint8Array | undefined> {
    const { secrets } = this.#services.context;
    const lock = await this.#lock('store.lock');
    try {
      const kept = await secrets.get(storeKeyKey);
      if (kept === undefined) await secrets.store(storeKeyKey, randomBytes(32).toString('base64'));
      const key = (await secrets.get(storeKeyKey)) ?? '';
      return storeKeyPattern.test(key) ? Buffer.from(key, 'base64') : undefined;
    } catch (error) {
      this.#services.log.warn(`secret storage does not keep the key of what is said: ${String(error)}`);
      return undefined;
    } finally {
      await lock.release();
    }
  }

  /** The token of somebody else's room, by its host's key; '' when none is kept. */
  async tokenOf(hostKey: string): Promise<string> {
    return (await this.#read(`pychat.token.${hostKey}`)) ?? '';
  }

  async keepTokenOf(hostKey: string, token: string): Promise<void> {
    if (token !== '') await this.#write(`pychat.token.${hostKey}`, token);
  }

  async forgetTokenOf(hostKey: string): Promise<void> {
    await this.#services.context.secrets.delete(`pychat.token.${hostKey}`);
  }

  async #loadIdentity(): Promise<Identity> {
    return (await this.#readIdentity()) ?? this.#makeIdentity();
  }

  async #readIdentity(): Promise<Identity | undefined> {
    const kept = await this.#read(identityKey);
    if (kept === undefined) return undefined;
    try {
      return readIdentity(JSON.parse(kept) as { certificate: string; privateKey: string });
    } catch (error) {
      // What a parser says of a text quotes it.
      const why = error instanceof Error ? error.name : 'unknown';
      this.#services.log.error(`the kept identity cannot be read, a new one is made: ${why}`);
      return undefined;
    }
  }

  /** Of two first windows at once only one makes it; the other takes what that has kept. */
  async #makeIdentity(): Promise<Identity> {
    const lock = await this.#lock('identity.lock');
    try {
      const kept = lock.hasWaited ? await this.#readIdentity() : undefined;
      if (kept !== undefined) return kept;
      const name = `PyChat ${randomBytes(4).toString('hex')}`;
      const identity = await createIdentity({ name, now: new Date() });
      const { certificate, privateKey } = identity;
      await this.#write(identityKey, JSON.stringify({ certificate, privateKey }));
      return identity;
    } finally {
      await lock.release();
    }
  }

  #lock(name: string): ReturnType<typeof takeLock> {
    return takeLock(path.join(this.#services.context.globalStorageUri.fsPath, name));
  }

  /** A keychain that is locked or absent costs the memory, not the chat. */
  async #read(key: string): Promise<string | undefined> {
    try {
      return await this.#services.context.secrets.get(key);
    } catch (error) {
      this.#services.log.warn(`secret storage cannot be read: ${String(error)}`);
      return undefined;
    }
  }

  async #write(key: string, value: string): Promise<void> {
    try {
      await this.#services.context.secrets.store(key, value);
    } catch (error) {
      this.#services.log.warn(
        `secret storage cannot be written, kept until the window closes: ${String(error)}`,
      );
    }
  }
}
