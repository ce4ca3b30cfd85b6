import type { MessageLine } from '../../../chat/line.ts';
import type { FromWebview } from '../../protocol.ts';
import type { LineActions } from './lineActions.ts';

/** What lines need that this page does by itself. */
export interface LinePage {
  /** The tab that is open. */
  tab(): string;
  answer(line: MessageLine): void;
  jumpTo(id: string): void;
}

/** What lines may ask for, as messages to the host. */
export function lineRequests(send: (message: FromWebview) => void, page: LinePage): LineActions {
  return {
    openLink: href => send({ type: 'openLink', href }),
    openLocation: location => send({ type: 'openLocation', location }),
    checkLocations: locations => send({ type: 'checkLocations', locations }),
    code: (id, block, action) => send({ type: 'code', tab: page.tab(), id, block, action }),
    file: (id, action) => send({ type: 'file', tab: page.tab(), id, action }),
    react: (id, reaction) => send({ type: 'react', tab: page.tab(), id, reaction }),
    redact: id => send({ type: 'redact', tab: page.tab(), id }),
    answer: line => page.answer(line),
    jumpTo: id => page.jumpTo(id),
  };
}
