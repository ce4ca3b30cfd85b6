import type { FileState, FileView, MessageLine } from '../../../chat/line.ts';
import type { FileAction } from '../../protocol.ts';
import { button, element } from '../element.ts';
import type { LineActions } from '../line/lineActions.ts';
import { t } from '../words.ts';
import { byteSize } from './byteSize.ts';

/** The file that goes along with a line: what it is, how far it has come, and what can be done. */
export function fileView(line: MessageLine, actions: LineActions): HTMLElement | undefined {
  const { file } = line;
  if (!file) return undefined;
  const ariaLabel = t('File {name}', { name: file.name });
  const view = element('div', `file ${file.state}`, '', { role: 'group', ariaLabel });
  const name = element('bdi', 'file-name', file.name, { title: file.name });
  const row = element('div', 'file-row');
  row.append(name, ' ', element('span', 'file-size', sizeText(file.size)), ' ');
  row.append(element('span', 'file-state', stateWords(file.state)));
  view.append(row);
  if (hasProgress(file)) view.append(progressView(file));
  if (file.note !== '') view.append(element('div', 'file-note', file.note));
  view.append(...buttonsOf(line.id, fileActionsFor(file, line.own), actions));
  return view;
}

function sizeText(bytes: number): string {
  return byteSize(bytes, document.documentElement.lang || 'en');
}

function hasProgress({ state, moved }: FileView): boolean {
  return ['moving', 'paused', 'checking'].includes(state) || (state === 'failed' && moved > 0);
}

function progressView({ name, size, moved }: FileView): HTMLElement {
  const share = size > 0 ? Math.min(1, Math.max(0, moved / size)) : 0;
  const percent = Math.floor(share * 100);
  const values = { moved: sizeText(moved), size: sizeText(size), percent };
  const words = t('{moved} of {size}, {percent} %', values);
  const view = element('div', 'file-progress');
  const now = { ariaValueNow: String(percent), ariaValueText: words, ariaLabel: name };
  const range = { role: 'progressbar', ariaValueMin: '0', ariaValueMax: '100' };
  const bar = element('div', 'file-bar', '', { ...range, ...now });
  const done = element('div', 'file-bar-done');
  done.style.width = `${share * 100}%`;
  bar.append(done);
  view.append(bar, element('span', 'file-moved', words));
  return view;
}

function buttonsOf(id: string, offered: readonly FileAction[], actions: LineActions): HTMLElement[] {
  if (offered.length === 0) return [];
  const row = element('div', 'file-actions');
  for (const action of offered) {
    const made = button('action', actionLabel(action), () => actions.file(id, action));
    made.dataset.part = `file ${action}`;
    row.append(made);
  }
  return [row];
}

/** What can be done with a file, by what it is doing and on which side of it we are. */
export function fileActionsFor({ state, moved }: FileView, own: boolean): readonly FileAction[] {
  switch (state) {
    case 'offered':
      return own ? ['cancel'] : ['save'];
    case 'preparing':
    case 'moving':
      return ['cancel'];
    case 'paused':
      return own ? ['cancel'] : ['resume', 'cancel'];
    case 'failed':
      return own ? ['cancel'] : ['save'];
    case 'done':
      return own ? [] : ['open', 'reveal'];
    case 'gone':
      // Its sender may come back; what has come over so far goes with Cancel.
      return own || moved === 0 ? [] : ['resume', 'cancel'];
    case 'cancelled':
      return own ? [] : ['save'];
    case 'checking':
      return [];
  }
}

function actionLabel(action: FileAction): string {
  const labels: Readonly<Record<FileAction, string>> = {
    save: t('Save…'),
    cancel: t('Cancel'),
    resume: t('Resume'),
    open: t('Open'),
    reveal: t('Show in Folder'),
  };
  return labels[action];
}

function stateWords(state: FileState): string {
  const words: Readonly<Record<FileState, string>> = {
    preparing: t('being prepared'),
    offered: t('offered'),
    moving: t('on its way'),
    paused: t('paused'),
    checking: t('being checked'),
    done: t('complete'),
    failed: t('failed'),
    cancelled: t('cancelled'),
    gone: t('no longer there'),
  };
  return words[state];
}
