import { type Uri, type WebviewPanel, type WebviewView, window } from 'vscode';
import { visibleWord } from '../chat/visible.ts';
import { KnownHosts } from '../trust/knownHosts.ts';
import { InviteError, parseInvite } from '../trust/invite.ts';
import { chooseAction } from './actions.ts';
import { Conversation } from './chat/conversation.ts';
import { hostAndPort, SaidFailure } from '../conversation/failureText.ts';
import { copyInvite, hostChat } from './hostChat.ts';
import { joinChat } from './joinChat.ts';
import { inviteProblem, knownTarget } from './joinPick.ts';
import { targetOfInvite } from './joinTarget.ts';
import { copyTranscript } from './chat/transcript.ts';
import { Secrets } from './secrets.ts';
import type { Services } from './services.ts';
import { t } from './words.ts';

/** What the commands do, over one window's conversation. */
export class Main {
  readonly #services: Services;
  readonly #secrets: Secrets;
  readonly #conversation: Conversation;
  /** Hosting or joining that is under way: a second click waits for the first to end instead of racing it. */
  #entering: Promise<void> | undefined;

  constructor(services: Services) {
    this.#services = services;
    this.#secrets = new Secrets(services);
    this.#conversation = new Conversation(services);
  }

  host(): Promise<void> {
    return this.#enter(() => hostChat(this.#conversation, this.#secrets));
  }

  join(): Promise<void> {
    return this.#enter(() => joinChat(this.#conversation, this.#secrets));
  }

  /** Into the room this window was in last. */
  async back(): Promise<void> {
    const last = this.#conversation.lastRoom;
    if (last === undefined) return this.join();
    if (last.hosted) return this.host();
    const target = await knownTarget(this.#services.context, this.#secrets, last);
    return this.#enter(() => joinChat(this.#conversation, this.#secrets, target));
  }

  show(): Promise<void> {
    return this.#conversation.open();
  }

  revive(panel: WebviewPanel): Promise<void> {
    return this.#conversation.revive(panel);
  }

  attach(view: WebviewView): Promise<void> {
    return this.#conversation.attach(view);
  }

  shareSelection(): Promise<void> {
    return this.#conversation.code.shareSelection();
  }

  shareProblem(given: unknown): Promise<void> {
    return this.#conversation.code.shareProblem(given);
  }

  shareDiff(): Promise<void> {
    return this.#conversation.code.shareDiff();
  }

  applyPatch(given: unknown): Promise<void> {
    return this.#conversation.code.applyPatch(given);
  }

  async sendFile(): Promise<void> {
    const { files, tabs } = this.#conversation;
    await files.sendFile(tabs.active.id);
  }

  copyTranscript(): Promise<void> {
    return copyTranscript(this.#conversation.tabs.active);
  }

  copyInvite(): Promise<void> {
    return copyInvite(this.#conversation);
  }

  async renewInvite(): Promise<void> {
    const renew = t('Renew Invite');
    const question = t('Invites you gave out before will not work from the next time you host. Renew?');
    if ((await window.showWarningMessage(question, { modal: true }, renew)) !== renew) return;
    await this.#secrets.renewRoomToken();
    void window.showInformationMessage(t('The new invite holds from the next time you host.'));
  }

  async forgetRoom(): Promise<void> {
    const knownHosts = new KnownHosts(this.#services.context.globalState);
    const items = knownHosts.all().map(host => ({
      label: visibleWord(host.room),
      description: visibleWord(hostAndPort(host.address, host.port)),
      host,
    }));
    if (items.length === 0) return void window.showInformationMessage(t('No room is remembered.'));
    const picked = await window.showQuickPick(items, {
      placeHolder: t('Forget which room, with its host’s key?'),
    });
    if (picked === undefined) return;
    await knownHosts.forget(picked.host.address, picked.host.port);
    if (!knownHosts.all().some(({ key }) => key === picked.host.key))
      await this.#secrets.forgetTokenOf(picked.host.key);
  }

  leave(reason: string): Promise<void> {
    return this.#conversation.leave(reason);
  }

  showActions(): Promise<void> {
    return chooseAction(this.#services.status, (this.#conversation.room?.parts.invite ?? '') !== '');
  }

  /** A `vscode://…/join#…` link: it only fills in a question and never joins by itself. */
  async openLink(uri: Uri): Promise<void> {
    if (uri.path !== '/join') return;
    const invite = this.#readInvite(uri.fragment);
    const join = t('Join Chat');
    const question = t('A link asks to join {room} at {address}. Join it?', {
      room: visibleWord(invite.room),
      address: visibleWord(hostAndPort(invite.addresses[0] ?? '', invite.port)),
    });
    if ((await window.showInformationMessage(question, { modal: true }, join)) !== join) return;
    await this.#enter(() => joinChat(this.#conversation, this.#secrets, targetOfInvite(invite)));
  }

  /** Ends everything this window runs. */
  end(): Promise<void> {
    return this.#conversation.end();
  }

  #readInvite(text: string): ReturnType<typeof parseInvite> {
    try {
      return parseInvite(text);
    } catch (error) {
      if (error instanceof InviteError) throw new SaidFailure(inviteProblem(text) ?? '', { cause: error });
      throw error;
    }
  }

  #enter(work: () => Promise<void>): Promise<void> {
    this.#entering ??= work().finally(() => (this.#entering = undefined));
    return this.#entering;
  }
}
