import { readLine } from '../../net/readLine.ts';
import type { Limits } from '../core/limits.ts';
import type { FileConnection } from './fileConnection.ts';

export interface ControlLineOptions {
  readonly limits: Limits;
  /** Whether who offers is still in the chat. */
  readonly isHere: () => boolean;
}

/** Keeps watch over the connection of an offer: asks now and then, and closes where no answer comes, or one unasked. */
export function watchControlLine(connection: FileConnection, options: ControlLineOptions): void {
  let asked = false;
  const ask = (): void => {
    if (asked || !options.isHere()) {
      connection.destroy();
      return;
    }
    asked = true;
    connection.send('PING');
    askLater();
  };
  const askLater = (): void => {
    connection.after(options.limits.filePingMs, ask);
  };
  const listen = async (): Promise<void> => {
    while ((await readLine(connection.stream, options.limits.fileRequestBytes)) === 'PONG' && asked)
      asked = false;
    connection.destroy();
  };
  askLater();
  listen().catch(() => connection.destroy());
}
