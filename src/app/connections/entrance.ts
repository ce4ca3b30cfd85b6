import { window } from 'vscode';
import { visibleName } from '../../chat/visible.ts';
import type { LastRoom } from '../../conversation/kept.ts';
import { readSettings } from '../settings.ts';
import type { Secrets } from '../secrets.ts';
import type { Shell } from '../shell.ts';
import { t } from '../words.ts';
import { NickQuestion } from './askNick.ts';
import { EntryRunner } from './entryRunner.ts';
import { knownTarget, pickTarget } from './joinPick.ts';
import type { JoinTarget } from './joinTarget.ts';
import { HostQuestion } from './trustHost.ts';

type ChooseTarget = (signal: AbortSignal) => Promise<JoinTarget | undefined>;

/** *Host Chat* and *Join Chat*: what is asked before, and what follows. The last wish wins. */
export class Entrance {
  readonly #shell: Shell;
  readonly #secrets: Secrets;
  readonly #runner: EntryRunner;
  #asking = new AbortController();
  /** The last wish once more. */
  #again: () => Promise<void> = () => this.join();

  constructor(shell: Shell, secrets: Secrets) {
    this.#shell = shell;
    this.#secrets = secrets;
    this.#runner = new EntryRunner(shell, secrets);
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
    const title = t('PyChat: opening the room…');
    if (await this.#isStillWanted(replaced, signal)) await this.#runner.host({ nick, nicks, title });
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
    const title = t('PyChat: joining {room}…', { room: visibleName(target.room) });
    const host = new HostQuestion();
    await this.#runner.join(target, { nick, nicks, title, host });
    const invited = await host.invited(this.#asking.signal);
    if (invited !== undefined) await this.#joinTarget(invited, nick, nicks);
  }

  /** Into rooms that this window was in a moment ago, one after the other: nothing is asked and nothing opens. */
  async comeBack(rooms: readonly LastRoom[]): Promise<void> {
    const signal = this.#begin();
    const { nick } = readSettings();
    for (const room of nick === '' ? [] : rooms) {
      if (signal.aborted) return;
      if (room.hosted) await this.#comeBackAsHost(nick);
      else await this.#comeBackAsGuest(room, nick);
    }
  }

  async #comeBackAsHost(nick: string): Promise<void> {
    this.#again = () => this.host();
    await this.#runner.host({ nick });
  }

  async #comeBackAsGuest(room: LastRoom, nick: string): Promise<void> {
    this.#again = () => this.join(() => this.#known(room));
    const target = await this.#known(room);
    if (target !== undefined) await this.#runner.join(target, { nick });
  }

  /** A room that was joined before. */
  #known(room: LastRoom): Promise<JoinTarget | undefined> {
    return knownTarget(this.#shell.services.context, this.#secrets, room);
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
}
