/** Things that one user at a time may have. */
export class Lanes<Thing> {
  private readonly free: Thing[];
  private readonly waiting: ((thing: Thing) => void)[] = [];

  constructor(things: readonly Thing[]) {
    this.free = [...things];
  }

  /** Uses whichever becomes free first. */
  async use<Result>(work: (thing: Thing) => Promise<Result>): Promise<Result> {
    const thing = this.free.shift() ?? (await new Promise<Thing>((resolve) => this.waiting.push(resolve)));
    try {
      return await work(thing);
    } finally {
      const next = this.waiting.shift();
      if (next) next(thing);
      else this.free.push(thing);
    }
  }
}
