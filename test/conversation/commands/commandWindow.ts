import type { NoteLine } from '../../../src/chat/line.ts';
import type { ClientRequest, Effect } from '../../../src/conversation/effect.ts';
import type { TalkServer } from '../../support/talkServer.ts';
import { TalkWindow } from '../../support/talkWindow.ts';

/** Where a command is typed: in #chat and connected, where nothing else is said. */
export interface CommandPlace {
  /** #chat, #dev, bruno, or '' for the start. */
  readonly target?: '#chat' | '#dev' | 'bruno' | '';
  readonly connected?: boolean;
}

/** A window for slash commands, in which ana is in #chat and #dev and talks with bruno. */
export class CommandWindow {
  readonly window: TalkWindow;
  server: TalkServer | undefined;
  /** What the last command made the window and its server do. */
  done: string[] = [];
  readonly #place: CommandPlace;

  constructor(place: CommandPlace = {}, language = 'en') {
    this.#place = place;
    const { target = '#chat', connected = true } = place;
    this.window = new TalkWindow({ language });
    if (target !== '' || connected) this.#enter();
    if (target === '') for (const tab of ['#chat', '#dev', 'bruno']) this.#close(tab);
    else this.window.open(target);
    if (!connected && this.server) this.window.take({ type: 'left', connection: this.server.id });
  }

  /** Types it. @returns the notes that answer it, each after its tone */
  type(text: string): string[] {
    const { window, server } = this;
    const before = new Set(window.lines().map(({ id }) => id));
    const [effects, requests] = [window.done.length, server?.asked.length ?? 0];
    const { active } = window.page;
    window.type(text);
    const notes = window
      .lines()
      .filter((line): line is NoteLine => line.kind === 'note' && !before.has(line.id))
      .filter(({ voice }) => voice !== 'typed');
    this.done = [
      ...(server?.asked.slice(requests) ?? []).map(requestText),
      ...window.done.slice(effects).map(effectText),
    ];
    if (window.page.active !== active) this.done.push(`shows ${window.title}`);
    return window.page.active === active ? notes.map(({ tone, text: said }) => `${tone}: ${said}`) : [];
  }

  /** What it makes the window and its server do. */
  does(text: string): string[] {
    this.type(text);
    return this.done;
  }

  #enter(): void {
    this.server = this.window.enter('#chat', { nick: 'ana' });
    this.server.view.people.set('#chat', ['ana', 'bruno']).set('#dev', ['ana']);
    this.window.type('/join #dev');
    this.server.admits('#dev');
    this.window.type('/msg bruno');
  }

  #close(title: string): void {
    if (this.#place.connected !== false) this.window.ask({ type: 'closeTab', tab: this.window.tab(title) });
  }
}

/** `say #chat hello`: what is asked of the client, as words. */
function requestText(request: ClientRequest): string {
  const words = Object.entries(request).map(([field, value]) => (field === 'tab' ? '' : String(value)));
  return words.join(' ').trimEnd();
}

function effectText(effect: Effect): string {
  return effect.type === 'command'
    ? ['execute', effect.command, ...effect.args].join(' ').trimEnd()
    : effect.type;
}
