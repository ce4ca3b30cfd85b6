import type { FromWebview } from '../../protocol.ts';

/** Tells the host which line is being read, '' at the end of the log. Only when it is another one: the log scrolls by itself, too. */
export class ReadingSender {
  readonly #send: (message: FromWebview) => void;
  #told = '';

  constructor(send: (message: FromWebview) => void) {
    this.#send = send;
  }

  /** The host has this tab begin there. */
  begin(tab: string, line = ''): void {
    this.#told = `${tab} ${line}`;
  }

  tell(tab: string, line = ''): void {
    if (this.#told === `${tab} ${line}`) return;
    this.begin(tab, line);
    this.#send({ type: 'reading', tab, line });
  }
}
