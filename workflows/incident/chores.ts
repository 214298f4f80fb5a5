/** What goes on beside everything else, one after the other, and has to end before a run does. */
export class Chores {
  private last: Promise<void> = Promise.resolve();

  /** Has something done behind what was wanted before; what fails holds up nothing. */
  add(chore: () => Promise<void>): void {
    this.last = this.last.then(chore).catch(() => undefined);
  }

  /** Resolves when nothing is left, also of what was wanted meanwhile. */
  async done(): Promise<void> {
    for (let awaited: Promise<void> | undefined; awaited !== this.last;) {
      awaited = this.last;
      await awaited;
    }
  }
}
