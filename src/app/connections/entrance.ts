import { pathToFileURL } from 'node:url';
import { window } from 'vscode';
import { visibleName } from '../../chat/visible.ts';
import { hostAndPort } from '../../common/hostPort.ts';
import { wholeOf } from '../../common/read.ts';
import type { DataNotice } from '../../relay/workerProtocol.ts';
import { KnownHosts } from '../../trust/knownHosts.ts';
import { withProgress } from '../cancellation.ts';
import { logFailure, reportFailure } from '../reportFailure.ts';
import type { Secrets } from '../secrets.ts';
import { versionOf } from '../services.ts';
import { readSettings } from '../settings.ts';
import type { Shell } from '../shell.ts';
import { t } from '../words.ts';
import { NickQuestion } from './askNick.ts';
import type { Entering } from '../../conversation/input.ts';
import { dataFailure, hostedData } from './hostedData.ts';
import { hostRoom } from './hosting.ts';
import { type AskToTrust, joinServer } from './joining.ts';
import { pickTarget } from './joinPick.ts';
import type { JoinTarget } from './joinTarget.ts';
import type { LiveConnection } from './liveConnection.ts';
import { HostQuestion } from './trustHost.ts';

type ChooseTarget = (signal: AbortSignal) => Promise<JoinTarget | undefined>;

const hostedPortKey = 'pychat.hostedPort';
/** The port that the settings named then. */
const wantedPortKey = 'pychat.wantedPort';

/** *Host Chat* and *Join Chat*: what is asked before, and what follows. The last wish wins. */
export class Entrance {
  readonly #shell: Shell;
  readonly #secrets: Secrets;
  #asking = new AbortController();
  /** The last wish once more. */
  #again: () => Promise<void> = () => this.join();

  constructor(shell: Shell, secrets: Secrets) {
    this.#shell = shell;
    this.#secrets = secrets;
  }

  /** Whatever is being asked is no longer wanted. */
  stopAsking(): void {
    this.#asking.abort();
  }

  tryAgain(): Promise<void> {
    return this.#again();
  }

  /** Relay, connection to it, panel. A second window of the same person joins the first one's relay. */
  async host(): Promise<void> {
    this.#again = () => this.host();
    const signal = this.#begin();
    if (this.#shell.services.status.now.isHosting) return this.#shell.open();
    const replaced = await this.#replaced(signal);
    if (replaced === undefined) return this.#shell.open();
    const nicks = new NickQuestion();
    const nick = await nicks.first(signal);
    if (nick === undefined) return;
    const made = { hosting: true, room: readSettings().room, name: t('this computer') };
    const title = t('PyChat: opening the room…');
    if (await this.#isStillWanted(replaced, signal))
      await this.#enter(made, title, live => this.#host(live, nick, nicks));
  }

  /** Choose a room, verify its host, enter. @param choose gives the room, undefined when the user cancels */
  async join(choose: ChooseTarget = signal => this.#pick(signal)): Promise<void> {
    this.#again = () => this.join(choose);
    const signal = this.#begin();
    const replaced = await this.#replaced(signal);
    if (replaced === undefined) return this.#shell.open();
    const target = await choose(signal);
    if (target === undefined || signal.aborted) return;
    this.#again = () => this.join(() => Promise.resolve(target));
    const nicks = new NickQuestion();
    const nick = await nicks.first(signal);
    if (nick === undefined) return;
    if (await this.#isStillWanted(replaced, signal)) await this.#joinTarget(target, nick, nicks);
  }

  async #joinTarget(target: JoinTarget, nick: string, nicks: NickQuestion): Promise<void> {
    const [first] = target.addresses;
    const name = hostAndPort(first?.address ?? '', first?.port ?? 0);
    const title = t('PyChat: joining {room}…', { room: visibleName(target.room) });
    const made = { hosting: false, room: target.room, name };
    const host = new HostQuestion();
    await this.#enter(made, title, live => this.#join(live, { target, nick, nicks, host }));
    const invited = await host.invited(this.#asking.signal);
    if (invited !== undefined) await this.#joinTarget(invited, nick, nicks);
  }

  #pick(signal: AbortSignal): Promise<JoinTarget | undefined> {
    return pickTarget(this.#shell.services.context, this.#secrets, signal);
  }

  #begin(): AbortSignal {
    this.#asking.abort();
    this.#asking = new AbortController();
    return this.#asking.signal;
  }

  /** Asks what becomes of the connection in front. @returns the one to leave, '' for none; undefined when cancelled */
  async #replaced(signal: AbortSignal): Promise<string | undefined> {
    const { state, connection } = this.#shell.services.status.now;
    if (state.phase !== 'hosting' && state.phase !== 'joined' && state.phase !== 'reconnecting') return '';
    const [beside, instead] = [t('Beside'), t('Instead')];
    const name = visibleName(state.place.room);
    const question =
      state.phase === 'hosting'
        ? t('You host {room}. Join beside it, or instead of it? Instead closes it for everyone.', {
            room: name,
          })
        : t('You are in {room}. Open the other chat beside it, or instead of it?', { room: name });
    const answer = await window.showWarningMessage(question, { modal: true }, beside, instead);
    if (signal.aborted || answer === undefined) return undefined;
    return answer === instead ? connection : '';
  }

  /** All is known: the page opens, and what is replaced is left. @returns false when something else was wished meanwhile */
  async #isStillWanted(replaced: string, signal: AbortSignal): Promise<boolean> {
    await this.#shell.open();
    if (!signal.aborted) await this.#shell.connections.leave(replaced, '');
    return !signal.aborted;
  }

  async #enter(
    made: Omit<Entering, 'connection'>,
    title: string,
    work: (live: LiveConnection) => Promise<void>,
  ): Promise<void> {
    const { connections, services } = this.#shell;
    await connections.enter(
      made,
      live =>
        withProgress(title, (_, signal) => {
          signal.addEventListener('abort', () => live.cancel());
          return work(live);
        }),
      error => logFailure(error, services),
    );
  }

  async #host(live: LiveConnection, nick: string, nicks: NickQuestion): Promise<void> {
    const { context, log } = this.#shell.services;
    const settings = readSettings();
    const [me, relayIdentity, token] = await Promise.all([
      this.#secrets.identity(),
      this.#secrets.relayIdentity(settings),
      settings.open ? '' : this.#secrets.roomToken(),
    ]);
    const plan = {
      settings,
      nick,
      me,
      relayIdentity,
      token,
      askNick: nicks.again,
      log: (text: string) => log.debug(text),
      version: versionOf(context),
      worker: pathToFileURL(context.asAbsolutePath('dist/relayWorker.js')),
      lastPort: wholeOf(1, 65_535)(context.globalState.get(hostedPortKey)) ?? settings.port,
      lastWanted: wholeOf(1, 65_535)(context.globalState.get(wantedPortKey)) ?? settings.port,
      data: await hostedData(context, this.#secrets, {
        keepDays: settings.keepDays,
        relayKey: relayIdentity.fingerprints.key,
      }),
      noticed: (notice: DataNotice) => {
        reportFailure(dataFailure(notice), this.#shell.services);
      },
      hosted: (port: number) => {
        void context.globalState.update(hostedPortKey, port);
        void context.globalState.update(wantedPortKey, settings.port);
      },
    };
    await hostRoom(plan, live);
    await nicks.keep();
  }

  async #join(
    live: LiveConnection,
    { target, nick, nicks, host }: { target: JoinTarget; nick: string; nicks: NickQuestion; host: HostQuestion },
  ): Promise<void> {
    const { context, log } = this.#shell.services;
    const plan = {
      target,
      identity: await this.#secrets.identity(),
      nick,
      knownHosts: new KnownHosts(context.globalState),
      // The question has taken the keyboard away from the page.
      askToTrust: async (...asked: Parameters<AskToTrust>) => {
        await host.ask(...asked);
        await this.#shell.open();
      },
      askNick: nicks.again,
      keepToken: (key: string, token: string) => this.#secrets.keepTokenOf(key, token),
      log: (text: string) => log.debug(text),
    };
    await joinServer(plan, live);
    await nicks.keep();
  }
}
