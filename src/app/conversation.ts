import { commands, env, Uri, type WebviewPanel } from 'vscode';
import type { ChatEvent } from '../chat/event.ts';
import { type Line, lineOf, type MessageLine, noteLine, type NoteLine } from '../chat/line.ts';
import { newsIn } from '../chat/past.ts';
import { systemClock } from '../common/clock.ts';
import { ChatPanel } from '../panel/chatPanel.ts';
import type { FromWebview, PanelAction, Screen } from '../panel/protocol.ts';
import { Scrollback } from '../panel/scrollback.ts';
import { bannerOf, promptOf } from './banner.ts';
import { History } from './history.ts';
import { type LastRoom, lastRoom } from './lastRoom.ts';
import { Room, type RoomParts } from './room.ts';
import { type Services, versionOf } from './services.ts';
import { readSettings } from './settings.ts';
import { runSlashCommand } from './slashCommands.ts';
import { t, wordTable } from './words.ts';

/** One window's conversation: its lines, its panel, its file, and the room it is in. All state of the chat is here. */
export class Conversation {
  readonly services: Services;
  readonly #scrollback = new Scrollback();
  readonly #history: History;
  readonly #past: MessageLine[] = [];
  #panel: ChatPanel | undefined;
  #room: Room | undefined;
  #entering: AbortController | undefined;

  constructor(services: Services) {
    this.services = services;
    this.#history = new History(
      {
        earlier: lines => lines.forEach(line => this.#show(line)),
        note: sentence => this.note(sentence, 'warning'),
      },
      services,
    );
    services.context.subscriptions.push(services.status.onChange(() => this.#refresh()));
  }

  get room(): Room | undefined {
    return this.#room;
  }

  /** The room that *Back to …* would enter. */
  get lastRoom(): LastRoom | undefined {
    return lastRoom(this.services.context);
  }

  /** Opens the panel or brings it to the front; what the file holds is shown first. */
  async open(revived?: WebviewPanel): Promise<void> {
    // The panel stands at once; what the file holds follows as its first lines.
    if (this.#panel && revived) this.#panel.dispose();
    if (this.#panel) this.#panel.show();
    else this.#panel = this.#makePanel(revived);
    this.services.status.markRead();
    await this.#history.open();
  }

  /** Hosting or joining begins: leaving and closing the window call it off through what is returned. */
  beginEntering(): AbortController {
    this.#entering?.abort();
    this.#entering = new AbortController();
    return this.#entering;
  }

  /** Takes a room over: from now on its events are lines here. */
  enter(parts: RoomParts): void {
    this.#room = new Room(parts, this.services.status, {
      onEvent: event => this.#receive(event),
      onNews: (sentence, tone) => this.note(sentence, tone),
      onEnded: sentence => this.#ended(sentence),
    });
    this.#panel?.setTitle(parts.place.room);
    this.#refresh();
  }

  /** Leaves the room, if there is one; nothing runs and the port is free when this resolves. */
  async leave(reason = ''): Promise<void> {
    this.#entering?.abort();
    const room = this.#room;
    if (room === undefined) return;
    this.#room = undefined;
    await room.leave(reason);
    await this.#history.flush();
    this.note(room.isHosted ? t('The room is closed.') : t('You left.'));
    this.#panel?.setTitle('PyChat');
    this.services.status.set({ phase: 'idle' });
  }

  /** The window closes: the others are told and the last lines are written. */
  async end(): Promise<void> {
    this.#entering?.abort();
    const room = this.#room;
    this.#room = undefined;
    await Promise.allSettled([room?.leave(t('The window was closed')), this.#history.close()]);
  }

  /** Says something of PyChat's own in the log. */
  note(text: string, tone: NoteLine['tone'] = 'info'): void {
    this.#show(noteLine(text, systemClock.now(), tone));
  }

  /** `/cls`: the screen is empty; file and room are as they were. */
  clear(): void {
    this.#scrollback.clear();
    this.#panel?.post({ type: 'clear' });
  }

  #makePanel(revived?: WebviewPanel): ChatPanel {
    const panel = new ChatPanel(
      {
        extensionUri: this.services.context.extensionUri,
        clock: systemClock,
        screen: () => this.#screen(),
        words: wordTable,
      },
      revived,
    );
    panel.setTitle(this.#room?.parts.place.room ?? 'PyChat');
    panel.onMessage(message => this.#fromPage(message));
    panel.onShown(() => this.services.status.markRead());
    panel.onClosed(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    return panel;
  }

  #screen(): Screen {
    const { status, context } = this.services;
    const facts = this.#room?.parts.facts;
    const last = this.lastRoom?.room;
    const input = {
      version: versionOf(context),
      state: status.state,
      ...(facts && { facts }),
      ...(last && { lastRoom: last }),
    };
    return {
      banner: bannerOf(input, t),
      lines: this.#scrollback.lines,
      dropped: this.#scrollback.dropped,
      prompt: promptOf(this.#room?.parts.client.nick ?? readSettings().nick, status.state, t),
    };
  }

  /** Banner and prompt follow the state; the lines do not. */
  #refresh(): void {
    const canInvite = (this.#room?.parts.invite ?? '') !== '';
    void commands.executeCommand('setContext', 'pychat.canInvite', canInvite);
    if (this.#panel === undefined) return;
    const { banner, prompt } = this.#screen();
    this.#panel.post({ type: 'banner', banner });
    this.#panel.post({ type: 'prompt', prompt });
  }

  #receive(event: ChatEvent): void {
    if (event.type === 'delivery') {
      this.#showDelivery(event);
      return;
    }
    const line = lineOf(event, t);
    if (line === undefined) return;
    if (line.kind === 'message' && line.earlier === true) {
      this.#holdPast(line);
      return;
    }
    this.#show(line);
    if (line.kind === 'message') this.#keep(line);
    if (event.type === 'renamed' && event.own) this.#refresh();
  }

  /** Lines of an earlier time come all in one turn; only then it can be told which of them are news. */
  #holdPast(line: MessageLine): void {
    if (this.#past.length === 0) queueMicrotask(() => this.#showPast());
    this.#past.push(line);
  }

  #showPast(): void {
    const shown = this.#scrollback.lines.filter(line => line.kind === 'message');
    for (const line of newsIn(this.#past.splice(0), shown)) {
      this.#show(line);
      this.#history.add(line);
    }
  }

  #showDelivery({ id, delivery, reason }: ChatEvent & { type: 'delivery' }): void {
    this.#scrollback.setDelivery(id, delivery);
    this.#panel?.post({ type: 'delivery', id, delivery });
    if (reason === 'outboxFull') {
      this.note(
        t('Too much waits for the connection: this was not kept. Send it again when it is back.'),
        'warning',
      );
    }
  }

  #keep(line: MessageLine): void {
    this.#history.add(line);
    if (!line.own && this.#panel?.isVisible !== true) this.services.status.addUnread();
  }

  #show(line: Line): void {
    this.#scrollback.add(line);
    this.#panel?.append(line);
  }

  #ended(sentence: string): void {
    this.#room = undefined;
    this.note(sentence, 'error');
    void this.#history.flush();
    this.services.status.set({ phase: 'failed', sentence });
  }

  #fromPage(message: FromWebview): void {
    if (message.type === 'submit') this.#submit(message.text);
    else if (message.type === 'action') this.#act(message.action);
    else if (message.type === 'openLink') void env.openExternal(Uri.parse(message.href, true));
  }

  #submit(text: string): void {
    if (text.trim() === '') return;
    if (runSlashCommand(text, this)) return;
    // A second slash says that the first is meant: `//text` is said as `/text`.
    if (this.#room) this.#room.parts.client.say(text.startsWith('//') ? text.slice(1) : text);
    else this.note(t('Not connected. Use /host or /join first.'), 'warning');
  }

  #act(action: PanelAction): void {
    if (action === 'retry' && this.#room) this.#room.parts.client.retryNow();
    else void commands.executeCommand(action === 'retry' ? 'pychat.back' : `pychat.${action}`);
  }
}
