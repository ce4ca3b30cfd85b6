import {
  commands,
  env,
  ExtensionKind,
  type Memento,
  Uri,
  type WebviewPanel,
  type WebviewView,
  window,
  workspace,
} from 'vscode';
import { assertNever } from '../common/assertNever.ts';
import { systemClock } from '../common/clock.ts';
import { Conversation } from '../conversation/conversation.ts';
import type { Effect, TalkPlace } from '../conversation/effect.ts';
import type { KeptValues } from '../conversation/kept.ts';
import { PagePlace } from '../panel/pagePlace.ts';
import type { PagePlaceName, ViewPlace } from '../panel/panelViewType.ts';
import type { FromWebview, ToWebview } from '../panel/protocol.ts';
import { CodeRequests } from './code/codeRequests.ts';
import { LastCommands } from './code/lastCommands.ts';
import { LastEditor } from './code/lastEditor.ts';
import { Sharing } from './code/sharing.ts';
import { ConnectionManager } from './connections/connectionManager.ts';
import { FileTransfers } from './files/fileTransfers.ts';
import { History } from './history.ts';
import { SealedValue } from './sealedValue.ts';
import { ToldFailures } from './reportFailure.ts';
import { type Services, versionOf } from './services.ts';
import { readWindowSettings } from './settings.ts';
import { showSystemNotice } from './systemNotice.ts';
import { t, wordTable } from './words.ts';

/** One window's border to the editor: gives the conversation what happens here, and does what it answers. */
export class Shell {
  readonly services: Services;
  readonly conversation: Conversation;
  readonly connections: ConnectionManager;
  readonly code: CodeRequests;
  readonly sharing: Sharing;
  readonly files: FileTransfers;
  readonly #history: History;
  readonly #queue: SealedValue;
  /** What waited in the window before is there. Until then nothing that waits can be kept. */
  readonly #loaded: Promise<void>;
  readonly #place: PagePlace;
  readonly #failures = new ToldFailures();

  /** @param queueKey what the queue is encrypted with; undefined where no key can be kept */
  constructor(services: Services, queueKey: Promise<Uint8Array | undefined>) {
    this.services = services;
    const { context } = services;
    const take: Conversation['take'] = input => this.conversation.take(input);
    this.conversation = new Conversation(
      {
        clock: systemClock,
        t,
        words: wordTable(),
        version: versionOf(context),
        language: env.language,
        kept: { workspace: keptIn(context.workspaceState), global: keptIn(context.globalState) },
        settings: readWindowSettings(),
      },
      effect => this.#run(effect),
    );
    this.connections = new ConnectionManager(take);
    this.#history = new History(take, services);
    this.#queue = new SealedValue(context.workspaceState, 'pychat.queue', {
      key: queueKey,
      log: services.log,
    });
    const post = (message: ToWebview): void => this.#place.page?.post(message);
    const endpointOf = (id: string): ReturnType<ConnectionManager['endpointOf']> =>
      this.connections.endpointOf(id);
    this.files = new FileTransfers({ services, take, post, endpointOf });
    const editors = new LastEditor();
    const terminals = new LastCommands();
    context.subscriptions.push(editors, terminals);
    this.code = new CodeRequests(services, editors, take);
    const places = (): readonly TalkPlace[] => this.conversation.places;
    this.sharing = new Sharing({ take, places, files: this.files, editors, terminals });
    this.#place = new PagePlace(context.extensionUri, {
      said: request => this.#takeRequest(request),
      changed: () => this.#attention(),
    });
    this.#listen();
    this.#attention();
    this.#loaded = this.#queue.load().then(value => take({ type: 'keptQueue', value }));
  }

  /** Opens the page or brings it to the front; what the file holds follows as its first lines. */
  async open(): Promise<void> {
    this.#place.open();
    await this.#history.open();
  }

  /** Takes the panel that the editor kept over a reload. */
  async revive(panel: WebviewPanel): Promise<void> {
    this.#place.revive(panel);
    await this.#history.open();
  }

  /** Takes a view, when the editor has made it. */
  async attach(place: ViewPlace, view: WebviewView): Promise<void> {
    this.#place.attach(place, view);
    await this.#history.open();
  }

  /** Moves the page to a place, with what is half typed and where it is scrolled, and brings it to the front. */
  async bringTo(place: PagePlaceName): Promise<void> {
    await this.#place.bringTo(place);
    await this.#history.open();
  }

  /** The window closes: the others are told and the last lines are written. */
  async end(): Promise<void> {
    this.conversation.take({ type: 'closing' });
    const goodbye = this.connections.end(t('The window was closed'));
    await Promise.allSettled([goodbye, this.#loaded, this.#history.close(), this.files.dispose()]);
  }

  #listen(): void {
    const { context, status } = this.services;
    // In a remote window the files are elsewhere, where git is, unless this runs there, too.
    const seesFiles =
      env.remoteName === undefined || context.extension.extensionKind === ExtensionKind.Workspace;
    void commands.executeCommand('setContext', 'pychat.seesFiles', seesFiles);
    context.subscriptions.push(
      this.conversation,
      this.#place,
      window.onDidChangeWindowState(() => this.#attention()),
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration('pychat'))
          this.conversation.take({ type: 'settings', settings: readWindowSettings() });
      }),
      status.onChange(({ invite, doNotDisturb }) => {
        void commands.executeCommand('setContext', 'pychat.canInvite', invite !== '');
        void commands.executeCommand('setContext', 'pychat.doNotDisturb', doNotDisturb);
      }),
    );
  }

  /** Whether somebody may be looking. A page that is hidden is thrown away by the editor. */
  #attention(): void {
    const isPageVisible = this.#place.page?.isVisible === true;
    if (!isPageVisible) this.conversation.take({ type: 'pageGone' });
    this.conversation.take({ type: 'attention', isFocused: window.state.focused, isPageVisible });
  }

  /** What the page asks of the editor is done here; the rest is the conversation's to decide. */
  #takeRequest(request: FromWebview): void {
    switch (request.type) {
      case 'openLink':
        return void env.openExternal(Uri.parse(request.href, true));
      case 'openLocation':
        return void this.code.open(request.location);
      case 'checkLocations':
        return void this.code
          .check(request.locations)
          .then(states => this.#place.page?.post({ type: 'locations', states }));
      case 'fileBytes':
        return this.files.bytes(request.file, request.offset, request.bytes);
      default:
        return this.conversation.take({ type: 'page', request });
    }
  }

  // eslint-disable-next-line max-lines-per-function -- one line for each kind of effect
  #run(effect: Effect): void {
    const { context, status } = this.services;
    switch (effect.type) {
      case 'client':
        return this.connections.request(effect.connection, effect.request);
      case 'connectionUp':
        return this.files.connectionUp(effect.connection);
      case 'connectionDown':
        this.files.connectionDown(effect.connection);
        return void this.connections.ended(effect.connection);
      case 'post':
        return this.#place.page?.post(effect.message);
      case 'title':
        return this.#place.setTitle(effect.title);
      case 'badge':
        return this.#place.setBadge(effect.count, effect.tooltip);
      case 'openPage':
        return void this.open();
      case 'status':
        return status.set(effect.status);
      case 'keepLine':
        return this.#history.add(effect.line);
      case 'forgetLine':
        return this.#history.remove(effect.id);
      case 'writeLines':
        return void this.#history.flush();
      case 'tellFailure':
        return void this.#failures.tell(effect);
      case 'failureOver':
        return void this.#failures.hide();
      case 'notify':
        return void this.#notify(effect);
      case 'systemNotice':
        // Elsewhere it is not the screen of this machine that the user looks at.
        if (context.extension.extensionKind !== ExtensionKind.UI) return;
        return showSystemNotice(effect, this.services.log);
      case 'store':
        return void context[effect.scope === 'global' ? 'globalState' : 'workspaceState'].update(
          effect.key,
          effect.value,
        );
      case 'keepQueue':
        return void this.#queue.keep(effect.value);
      case 'askQueue':
        return void this.#askAboutQueue(effect);
      case 'command':
        return void commands.executeCommand(effect.command, ...effect.args);
      case 'code':
        return void this.code.act(effect.text, effect.block, effect.action, effect.from);
      case 'sendFile':
        return void this.files.sendFile(effect.place);
      case 'file':
        return void this.files.act(effect.connection, effect.offer, effect.action);
      case 'dropped':
        return void this.files.dropped(effect);
      default:
        assertNever(effect);
    }
  }

  async #askAboutQueue({ connection, text, send, discard }: Effect & { type: 'askQueue' }): Promise<void> {
    const pressed = await window.showWarningMessage(text, send, discard);
    const answer = pressed === send ? 'send' : pressed === discard ? 'discard' : undefined;
    this.conversation.take({ type: 'queueAnswered', connection, answer });
  }

  async #notify({ notification, text, buttons }: Effect & { type: 'notify' }): Promise<void> {
    const answer = await window.showInformationMessage(text, ...buttons);
    this.conversation.take({ type: 'notified', notification, answer });
  }
}

function keptIn(memento: Memento): KeptValues {
  return { get: key => memento.get(key) };
}
