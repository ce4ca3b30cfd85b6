import { assertNever } from '../../common/assertNever.ts';
import type { ToWebview } from '../protocol.ts';
import { applyAppearance } from './look/appearanceView.ts';
import type { ChatPage } from './chatPage.ts';
import { beep } from './sound.ts';
import { useWords } from './words.ts';

type Message<Type extends ToWebview['type']> = Extract<ToWebview, { readonly type: Type }>;

/** Does what a message of the host says. */
export function receive(page: ChatPage, message: ToWebview): void {
  switch (message.type) {
    case 'snapshot':
      showSnapshot(page, message);
      return;
    case 'appearance':
      showAppearance(page, message);
      return;
    case 'tabs':
      page.showTabs(message.tabs, message.active);
      return;
    case 'screen':
      page.showScreen(message.active, message.screen);
      return;
    case 'banner':
      page.banner.update(message.banner);
      return;
    case 'sound':
      beep();
      return;
    case 'wantBytes':
      void sendBytes(page, message);
      return;
    case 'forgetFile':
      page.files.forget(message.file);
      return;
    default:
      receiveForPrompt(page, message);
  }
}

type LogMessage = Message<'append' | 'older' | 'change' | 'firstNew' | 'clear' | 'locations'>;
type PromptMessage = Message<'typing' | 'vocabulary' | 'prompt' | 'focus'>;

function receiveForPrompt(page: ChatPage, message: PromptMessage | LogMessage): void {
  switch (message.type) {
    case 'typing':
      page.typing.show(message.nicks);
      return;
    case 'vocabulary':
      page.prompt.learn(message.vocabulary);
      return;
    case 'prompt':
      page.prompt.show(message.prompt);
      return;
    case 'focus':
      page.prompt.focus();
      return;
    default:
      receiveForLog(page, message);
  }
}

function receiveForLog({ log, banner, prompt }: ChatPage, message: LogMessage): void {
  switch (message.type) {
    case 'append':
      log.append(message.lines);
      return;
    case 'older':
      log.prepend(message.lines, message.hasOlder);
      return;
    case 'change':
      // What was taken back cannot be answered.
      if (message.change.redacted) prompt.stopAnswering(message.id);
      log.change(message.id, message.change);
      return;
    case 'firstNew':
      log.setFirstNew(message.id);
      return;
    case 'locations':
      log.showLocations(message.states);
      return;
    case 'clear':
      banner.hide();
      log.clear();
      return;
    default:
      assertNever(message);
  }
}

function showSnapshot(page: ChatPage, message: Message<'snapshot'>): void {
  useWords(message.words);
  showAppearance(page, message);
  page.showTabs(message.tabs, message.active);
  page.prompt.learn(message.vocabulary);
  page.takeKept(message.kept);
  page.showScreen(message.active, message.screen);
}

function showAppearance(page: ChatPage, { appearance }: Pick<Message<'appearance'>, 'appearance'>): void {
  applyAppearance(appearance);
  page.typingSender.allow(appearance.typing);
}

async function sendBytes(page: ChatPage, { file, offset, length }: Message<'wantBytes'>): Promise<void> {
  page.send({ type: 'fileBytes', file, offset, bytes: await page.files.bytes(file, offset, length) });
}
