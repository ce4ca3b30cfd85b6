import type { FailureText } from './failureText.ts';
import { Connection } from './connection.ts';

/** A window's connections: those there are, and the one that ended last, whose tabs may still be read. */
export class Connections {
  readonly #all = new Map<string, Connection>();
  /** The one that was made last, also when it is over. */
  latest: Connection | undefined;

  add(made: ConstructorParameters<typeof Connection>[0]): Connection {
    const connection = new Connection(made);
    this.#all.set(made.id, connection);
    this.latest = connection;
    return connection;
  }

  get(id: string): Connection | undefined {
    return this.#all.get(id);
  }

  /** It is over: nothing more is told of it. */
  end(connection: Connection, ending?: FailureText): void {
    connection.isOver = true;
    if (ending !== undefined) connection.ending = ending;
    this.#all.delete(connection.id);
    if (this.latest === connection) this.latest = [...this.#all.values()].at(-1) ?? connection;
  }

  get all(): readonly Connection[] {
    return [...this.#all.values()];
  }
}
