import { pathToFileURL } from 'node:url';
import { ClientFailure } from '../../client/failure.ts';
import { hostAndPort } from '../../common/hostPort.ts';
import { wholeOf } from '../../common/read.ts';
import type { Entering } from '../../conversation/input.ts';
import type { DataNotice } from '../../relay/workerProtocol.ts';
import { KnownHosts } from '../../trust/knownHosts.ts';
import { withProgress } from '../cancellation.ts';
import { logFailure, reportFailure } from '../reportFailure.ts';
import { SealedValue } from '../sealedValue.ts';
import type { Secrets } from '../secrets.ts';
import { versionOf } from '../services.ts';
import { readSettings } from '../settings.ts';
import type { Shell } from '../shell.ts';
import { t } from '../words.ts';
import type { NickQuestion } from './askNick.ts';
import { dataFailure, hostedData } from './hostedData.ts';
import { hostedRun, hostedRunKey } from './hostedRun.ts';
import { hostRoom } from './hosting.ts';
import { type AskToTrust, joinServer } from './joining.ts';
import type { JoinTarget } from './joinTarget.ts';
import type { LiveConnection } from './liveConnection.ts';
import type { HostQuestion } from './trustHost.ts';

const hostedPortKey = 'pychat.hostedPort';
/** The port that the settings named then. */
const wantedPortKey = 'pychat.wantedPort';

/** How somebody enters. Without questions and a title the window does it by itself. */
interface Entry {
  readonly nick: string;
  readonly nicks?: NickQuestion;
  /** Of the notification with its *Cancel*. */
  readonly title?: string;
}

/** Hosts and joins once all is known that has to be asked before. */
export class EntryRunner {
  readonly #shell: Shell;
  readonly #secrets: Secrets;

  constructor(shell: Shell, secrets: Secrets) {
    this.#shell = shell;
    this.#secrets = secrets;
  }

  /** Starts this person's relay, or finds the one of another window, and enters it. */
  async host(entry: Entry): Promise<void> {
    const made = { hosting: true, room: readSettings().room, name: t('this computer') };
    await this.#enter(made, entry, live => this.#host(live, entry));
  }

  /** Enters a server. Without `entry.host` one that nobody knows is not entered. */
  async join(target: JoinTarget, entry: Entry & { readonly host?: HostQuestion }): Promise<void> {
    const [first] = target.addresses;
    const name = hostAndPort(first?.address ?? '', first?.port ?? 0);
    const made = { hosting: false, room: target.room, name };
    await this.#enter(made, entry, live => this.#join(live, target, entry));
  }

  async #enter(
    made: Omit<Entering, 'connection'>,
    { title, nicks }: Entry,
    work: (live: LiveConnection) => Promise<void>,
  ): Promise<void> {
    const { connections, services } = this.#shell;
    await connections.enter(
      { ...made, ...(title === undefined && { byItself: true }) },
      async live => {
        if (title === undefined) return work(live);
        await withProgress(title, (_, signal) => {
          signal.addEventListener('abort', () => live.cancel());
          return work(live);
        });
        if (nicks !== undefined) await this.#keepNick(nicks);
      },
      error => logFailure(error, services),
    );
  }

  /** The server is entered all the same where the settings cannot be written: the next window asks again. */
  async #keepNick(nicks: NickQuestion): Promise<void> {
    try {
      await nicks.keep();
    } catch (error) {
      this.#shell.services.log.warn(`the nick could not be kept in the settings: ${String(error)}`);
    }
  }

  async #host(live: LiveConnection, { nick, nicks }: Entry): Promise<void> {
    const { context, log } = this.#shell.services;
    const settings = readSettings();
    const [me, relayIdentity, token] = await Promise.all([
      this.#secrets.identity(),
      this.#secrets.relayIdentity(settings),
      settings.open ? '' : this.#secrets.roomToken(),
    ]);
    const run = new SealedValue(context.globalState, hostedRunKey, { key: this.#secrets.storeKey(), log });
    const plan = {
      settings,
      nick,
      me,
      relayIdentity,
      token,
      // By itself a window takes only its own place.
      isReturning: nicks === undefined,
      askNick: nicks?.again ?? askNobody,
      log: (text: string) => log.debug(text),
      version: versionOf(context),
      worker: pathToFileURL(context.asAbsolutePath('dist/relayWorker.js')),
      lastPort: wholeOf(1, 65_535)(context.globalState.get(hostedPortKey)) ?? settings.port,
      lastWanted: wholeOf(1, 65_535)(context.globalState.get(wantedPortKey)) ?? settings.port,
      data: await hostedData(context, this.#secrets, {
        keepDays: settings.keepDays,
        relayKey: relayIdentity.fingerprints.key,
      }),
      noticed: (notice: DataNotice) => reportFailure(dataFailure(notice), this.#shell.services),
      ...(await hostedRun(run, relayIdentity.fingerprints.key)),
      hosted: (port: number) => {
        void context.globalState.update(hostedPortKey, port);
        void context.globalState.update(wantedPortKey, settings.port);
      },
    };
    await hostRoom(plan, live);
  }

  async #join(
    live: LiveConnection,
    target: JoinTarget,
    { nick, nicks, host }: Entry & { readonly host?: HostQuestion },
  ): Promise<void> {
    const { context, log } = this.#shell.services;
    const plan = {
      target,
      identity: await this.#secrets.identity(),
      nick,
      knownHosts: new KnownHosts(context.globalState),
      askToTrust: async (...asked: Parameters<AskToTrust>) => {
        if (host === undefined) throw new ClientFailure('cancelled', '');
        await host.ask(...asked);
        // The question has taken the keyboard away from the page.
        await this.#shell.open();
      },
      askNick: nicks?.again ?? askNobody,
      keepToken: (key: string, token: string) => this.#secrets.keepTokenOf(key, token),
      log: (text: string) => log.debug(text),
    };
    await joinServer(plan, live);
  }
}

const askNobody = (): Promise<undefined> => Promise.resolve(undefined);
