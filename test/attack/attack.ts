import type { Scene } from './scene.ts';

/** Something that people who mean harm do to a relay. */
export interface Attack {
  readonly name: string;
  /** A stranger has no password; a member has the invite. */
  readonly by: 'stranger' | 'member';
  /** What it does, for the table in docs/attacks.md. */
  readonly about: string;
  /** Goes on until the scene is over; what the relay answers with is no failure. */
  readonly run: (scene: Scene) => Promise<void>;
}
