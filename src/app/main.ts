import { env, type Uri, window } from 'vscode';
import { unlinked, visibleName } from '../chat/visible.ts';
import { hostAndPort } from '../common/hostPort.ts';
import { SaidFailure } from '../conversation/connections/failureText.ts';
import { InviteError, parseInvite } from '../trust/invite.ts';
import { KnownHosts } from '../trust/knownHosts.ts';
import { Entrance } from './connections/entrance.ts';
import { enterAddress, inviteProblem, knownTarget, pasteInvite } from './connections/joinPick.ts';
import { targetOfInvite } from './connections/joinTarget.ts';
import { hasLeftOpen } from './connections/leftOpen.ts';
import { OpenRooms } from './connections/openRooms.ts';
import { Secrets } from './secrets.ts';
import type { Services } from './services.ts';
import { Shell } from './shell.ts';
import { logStatus } from './statusLog.ts';
import { t } from './words.ts';

/** What the commands do, over one window's chat. */
export class Main {
  readonly shell: Shell;
  readonly #services: Services;
  readonly #secrets: Secrets;
  readonly #entrance: Entrance;
  readonly #openRooms: OpenRooms;

  constructor(services: Services) {
    this.#services = services;
    this.#secrets = new Secrets(services);
    this.shell = new Shell(services, this.#secrets.storeKey());
    this.#entrance = new Entrance(this.shell, this.#secrets);
    const { context, status } = services;
    this.#openRooms = new OpenRooms(context.workspaceState, () => this.shell.conversation.openRooms);
    context.subscriptions.push(
      logStatus(services),
      status.onChange(() => this.#openRooms.changed()),
    );
    if (!hasLeftOpen(context)) this.#openRooms.begin();
  }

  /** Into the rooms that the window before this one left open. What is open now is noted when that is done. */
  async comeBack(): Promise<void> {
    try {
      await this.#entrance.comeBack(this.#openRooms.left);
    } finally {
      this.#openRooms.begin();
    }
  }

  host(): Promise<void> {
    return this.#entrance.host();
  }

  join(): Promise<void> {
    return this.#entrance.join();
  }

  pasteInvite(): Promise<void> {
    return this.#entrance.join(pasteInvite);
  }

  enterAddress(): Promise<void> {
    return this.#entrance.join(enterAddress);
  }

  /** What was to be entered last, once more. */
  tryAgain(): Promise<void> {
    return this.#entrance.tryAgain();
  }

  /** Into the room this window was in last. */
  async back(): Promise<void> {
    const last = this.shell.conversation.lastRoom;
    if (last?.hosted === true) return this.host();
    const target = last && (await knownTarget(this.#services.context, this.#secrets, last));
    return this.#entrance.join(target && (() => Promise.resolve(target)));
  }

  async copyTranscript(): Promise<void> {
    const { text, lines } = this.shell.conversation.transcript;
    if (lines > 0) await env.clipboard.writeText(text);
    const said =
      lines === 0
        ? t('There is nothing to copy yet.')
        : t('The transcript is on the clipboard: {count} lines.', { count: lines });
    void window.showInformationMessage(said);
  }

  /** Puts the invite on the clipboard and says what to do with it. */
  async copyInvite(): Promise<void> {
    const { invite } = this.#services.status.now;
    if (invite !== '') await env.clipboard.writeText(invite);
    const said =
      invite === ''
        ? t('There is no invite to copy: host a room first.')
        : t('The invite is on the clipboard. Anyone who has it can enter the room, with Join Chat.');
    void window.showInformationMessage(said);
  }

  async renewInvite(): Promise<void> {
    const renew = t('Renew Invite');
    const question = t('Invites that you gave out before will stop working the next time you host. Renew?');
    if ((await window.showWarningMessage(question, { modal: true }, renew)) !== renew) return;
    await this.#secrets.renewRoomToken();
    void window.showInformationMessage(t('The new invite is valid from the next time you host.'));
  }

  async forgetRoom(): Promise<void> {
    const knownHosts = new KnownHosts(this.#services.context.globalState);
    const items = knownHosts.all().map(host => ({
      label: unlinked(visibleName(host.room)),
      description: unlinked(visibleName(hostAndPort(host.address, host.port))),
      host,
    }));
    if (items.length === 0) return void window.showInformationMessage(t('No saved rooms.'));
    const picked = await window.showQuickPick(items, {
      placeHolder: t('Forget which room, with its host’s key?'),
      // A page that the palette gives the keyboard back to takes it late, and would close the list.
      ignoreFocusOut: true,
    });
    if (picked === undefined) return;
    await knownHosts.forget(picked.host.address, picked.host.port);
    if (!knownHosts.all().some(({ key }) => key === picked.host.key))
      await this.#secrets.forgetTokenOf(picked.host.key);
  }

  /** Leaves the connection of the tab in front, or stops entering. A host is asked first when others are there. */
  async leave(reason: string): Promise<void> {
    this.#entrance.stopAsking();
    const { connection, guests, state } = this.#services.status.now;
    const room = 'place' in state ? state.place.room : '';
    if (room === '') this.#openRooms.giveUp();
    if (guests === 0 || (await mayClose(room, guests)))
      await this.shell.connections.leave(connection, reason);
  }

  /** A `vscode://…/join#…` link: it only fills in a question and never joins by itself. */
  async openLink(uri: Uri): Promise<void> {
    if (uri.path !== '/join') return;
    const invite = readInvite(uri.fragment);
    const join = t('Join Chat');
    const question = t('A link asks to join {room} at {address}. Join it?', {
      room: visibleName(invite.room),
      address: visibleName(hostAndPort(invite.addresses[0] ?? '', invite.port)),
    });
    if ((await window.showInformationMessage(question, { modal: true }, join)) !== join) return;
    await this.#entrance.join(() => Promise.resolve(targetOfInvite(invite)));
  }

  /** Ends everything this window runs. */
  end(): Promise<void> {
    this.#openRooms.dispose();
    this.#entrance.stopAsking();
    return this.shell.end();
  }
}

/** Whether the host closes the room for those who are in it. */
async function mayClose(room: string, guests: number): Promise<boolean> {
  const close = t('Close Room');
  const name = visibleName(room);
  const question =
    guests === 1
      ? t('One other person is here. If you leave, {room} closes for them, too.', { room: name })
      : t('{count} others are here. If you leave, {room} closes for everyone.', {
          room: name,
          count: guests,
        });
  return (await window.showWarningMessage(question, { modal: true }, close)) === close;
}

function readInvite(text: string): ReturnType<typeof parseInvite> {
  try {
    return parseInvite(text);
  } catch (error) {
    if (error instanceof InviteError)
      throw new SaidFailure(inviteProblem(text) ?? '', { cause: error, remedies: ['pasteInvite'] });
    throw error;
  }
}
