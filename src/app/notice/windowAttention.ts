import { window, workspace } from 'vscode';
import { systemClock } from '../../common/clock.ts';
import type { Services } from '../services.ts';
import { t } from '../words.ts';
import { Attention } from '../../conversation/attention/attention.ts';
import { noticeSettings } from '../../conversation/attention/noticeSettings.ts';

/** What notices need of the chat. */
export interface NoticeChat {
  isPageVisible(): boolean;
  /** Opens the page with this tab in front: somebody has clicked. */
  show(tabId: string): void;
  sound(): void;
  /** What is muted has changed. */
  changed(): void;
}

/** The notices of this window. */
export function windowAttention({ context, status }: Services, chat: NoticeChat): Attention {
  const read = (): ReturnType<typeof noticeSettings> => noticeSettings(workspace.getConfiguration('pychat'));
  let settings = read();
  const attention: Attention = new Attention({
    t,
    clock: systemClock,
    memory: context.globalState,
    settings: () => settings,
    isUnseen: () => !window.state.focused && !chat.isPageVisible(),
    ask: (text, buttons) => window.showInformationMessage(text, ...buttons),
    show: tabId => chat.show(tabId),
    sound: () => chat.sound(),
    changed: () => {
      status.setDoNotDisturb(attention.doNotDisturb);
      chat.changed();
    },
  });
  status.setDoNotDisturb(attention.doNotDisturb);
  context.subscriptions.push(
    attention,
    workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('pychat')) settings = read();
    }),
  );
  return attention;
}
