/** Does a task with the next frame, once however often it was wanted. A page that is not drawn has no frames. */
export class NextFrame {
  readonly #task: () => void;
  #wanted: number | undefined;

  constructor(task: () => void) {
    this.#task = task;
  }

  want(): void {
    this.#wanted ??= requestAnimationFrame(() => {
      this.#wanted = undefined;
      this.#task();
    });
  }

  cancel(): void {
    if (this.#wanted !== undefined) cancelAnimationFrame(this.#wanted);
    this.#wanted = undefined;
  }
}
