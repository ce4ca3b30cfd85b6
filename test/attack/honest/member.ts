import { setTimeout as wait } from 'node:timers/promises';
import { Belongings, type Expected, ownRoom, ownRoomKey } from './belongings.ts';
import { HeardLines } from './heardLines.ts';
import { numberedText, room } from './numbered.ts';
import { Person, type PersonOptions } from './person.ts';
import { SharedFile } from './sharedFile.ts';

/** Who was there before has to be back in this time, whatever others do; milliseconds. */
const backTimeoutMs = 5_000;
const retryMs = 250;
/** The relay's word that a nick is somebody else's: trying again would not help. */
const nickIsTaken = '433 ';

/** An honest member: speaks, hears, owns, leaves, comes back, and knows what of this went wrong. */
export class Member {
  readonly person: Person;
  readonly file: SharedFile;
  readonly heard = new HeardLines();
  /** What this member lost, in words that begin with its kind. */
  readonly lost: string[] = [];
  said = 0;
  isAway = false;
  readonly #belongings: Belongings;
  readonly #giveUpMs: number;

  /** @param partner the nick of whom they talk with in private */
  constructor(options: PersonOptions & { readonly giveUpMs: number }, partner: string) {
    this.#giveUpMs = options.giveUpMs;
    this.person = new Person(options);
    this.file = new SharedFile(this.person);
    this.#belongings = new Belongings(this.person, partner);
    this.person.onMessage = message => this.heard.note(message);
    this.person.onLost = () => void this.#returnAfterLoss();
  }

  get nick(): string {
    return this.person.nick;
  }

  async enter(): Promise<void> {
    await this.person.connect();
    await this.#belongings.acquire();
  }

  /** What needs the others to be there. */
  async settle(withFile: boolean): Promise<void> {
    await this.#belongings.talk();
    if (withFile) await this.#note('offer', this.file.offer());
  }

  /** Enters the room of another, so that it goes on while they are away. */
  async visit(other: Member): Promise<void> {
    if (other !== this)
      await this.person.ask(`JOIN ${ownRoom(other.nick)} ${ownRoomKey(other.nick)}`).catch(() => []);
  }

  say(): void {
    if (!this.person.isThere || this.isAway) return;
    this.person.send(`PRIVMSG ${room} :${numberedText(this.nick, ++this.said)}`);
  }

  /** Waits until all that was sent is answered. */
  async answered(): Promise<void> {
    if (this.person.isThere) await this.person.ask().catch(() => []);
  }

  /** Leaves, with what belongs to the connection. */
  async leave(): Promise<void> {
    this.isAway = true;
    // What was said is on its way until this is answered.
    await this.answered();
    this.file.end();
    this.person.leave();
  }

  /** Comes back as who they were. @returns how many milliseconds it took */
  async comeBack(): Promise<number> {
    const { position } = this.heard;
    const startedAt = performance.now();
    const failure = await this.#connectAgain(startedAt + this.#giveUpMs);
    const tookMs = performance.now() - startedAt;
    const kind = failure.startsWith(nickIsTaken) ? 'nick' : 'way back';
    if (failure !== '') this.lost.push(`${kind} of ${this.nick}: ${failure}`);
    else if (tookMs > backTimeoutMs)
      this.lost.push(`way back of ${this.nick}: ${(tookMs / 1000).toFixed(1)} s`);
    if (failure === '') {
      await this.#note('way back', this.#belongings.comeBack());
      await this.#note('line', this.heard.catchUp(this.person, position));
    }
    this.isAway = false;
    return tookMs;
  }

  /** Looks whether everything is still there; what is not is in `lost`. */
  async check(expected: Expected): Promise<void> {
    // That they could not come back has been noted.
    if (!this.person.isThere) return;
    const missing = await this.#belongings.missing(expected).catch(() => [`everything of ${this.nick}`]);
    this.lost.push(...missing);
  }

  /** Has somebody else fetch the file of this one. */
  async checkFile(other: Member): Promise<void> {
    if (this.isAway || other.isAway || !this.person.isThere || !other.person.isThere) return;
    await this.#note('offer', this.file.fetchBy(other.person));
  }

  end(): void {
    this.isAway = true;
    this.file.end();
    this.person.leave();
  }

  async #returnAfterLoss(): Promise<void> {
    this.lost.push(`connection of ${this.nick}`);
    if (this.isAway) return;
    this.isAway = true;
    await this.comeBack();
    await this.#note('offer', this.file.offer());
  }

  /** @returns why it failed in the end; '' when it worked */
  async #connectAgain(giveUpAt: number): Promise<string> {
    for (;;) {
      const failure = await this.person.connect().then(
        () => '',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      if (failure === '' || failure.startsWith(nickIsTaken) || performance.now() > giveUpAt) return failure;
      await wait(retryMs);
    }
  }

  /** Notes a failure as a loss of this kind. */
  async #note(kind: string, work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      this.lost.push(`${kind} of ${this.nick}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
}
