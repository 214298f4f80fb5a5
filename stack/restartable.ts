/** A process that may be stopped or killed, and started again where it was. */
export interface Restartable {
  /** Ends it the way a crash does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Starts it again, on the same port and the same data. */
  start(): Promise<void>;
  /** Has it sleep where it is, until it is woken. */
  pause(): void;
  wake(): void;
}

interface Stoppable {
  readonly exited: Promise<unknown> | undefined;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly stop: () => Promise<void>;
}

/** Starts something, and keeps the way to start it again. */
export async function restartable(begin: () => Promise<Stoppable>): Promise<Restartable> {
  let running = await begin();
  return {
    async kill() {
      running.kill('SIGKILL');
      await running.exited;
    },
    stop: () => running.stop(),
    async start() {
      running = await begin();
    },
    pause: () => running.kill('SIGSTOP'),
    wake: () => running.kill('SIGCONT'),
  };
}
