import type { Faults } from './load/tally.ts';

/** What every task needs to know of the server. */
interface ServerTask {
  readonly port: number;
  /** The server's process, for its CPU time. */
  readonly pid: number;
  /** Of the room, senders among them; or of all rooms. */
  readonly members: number;
}

/** Senders speak as fast as their messages arrive. */
export interface FanOutTask extends ServerTask {
  readonly type: 'fanOut';
  readonly senders: number;
  /** Messages of one sender that may be on their way. */
  readonly outstanding: number;
  /** Connections in other rooms, who hear nothing. */
  readonly others: number;
  /** Capabilities of every second member; none: nobody uses CAP. */
  readonly capabilities: readonly string[];
  /** What senders log in with. */
  readonly identity?: { readonly certificate: string; readonly privateKey: string };
  readonly warmUpMs: number;
  readonly durationMs: number;
}

/** Senders speak in turn at a fixed pace. */
export interface PaceTask extends ServerTask {
  readonly type: 'pace';
  readonly senders: number;
  /** From one message to the next, whoever says it. */
  readonly paceMs: number;
  readonly warmUp: number;
  readonly messages: number;
}

/** Members come, join rooms of 50, and stay until the process ends. */
export interface IdleTask extends ServerTask {
  readonly type: 'idle';
  readonly inFlight: number;
}

export type Task = FanOutTask | PaceTask | IdleTask;

export interface FanOutReport {
  readonly type: 'fanOut';
  readonly perSecond: number;
  /** CPU time a delivery in microseconds: the server's and the generator's own. */
  readonly serverMicros: number;
  readonly generatorMicros: number;
  /** Processors that other programs took meanwhile; near 0 on a machine that is quiet enough to measure on. */
  readonly elsewhere: number;
  readonly faults: Faults;
  readonly cipher: string;
}

/** From writing a message to having it at a receiver, over all receivers, in milliseconds. */
export interface PaceReport {
  readonly type: 'pace';
  readonly p50: number;
  readonly p99: number;
  readonly faults: Faults;
}

export interface IdleReport {
  readonly type: 'idle';
  /** Connections a second, each with its TLS handshake and its registration. */
  readonly perSecond: number;
  /** CPU time a connection in microseconds: the server's and the generator's own. */
  readonly serverMicros: number;
  readonly generatorMicros: number;
}

export type Report = FanOutReport | PaceReport | IdleReport;

/** What the load process says to a task. */
export type Answer = { readonly report: Report } | { readonly failure: string };
