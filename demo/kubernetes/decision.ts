import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ballot } from '../../model/remediation/vote.ts';

/** How it is decided whether a plan is carried out. */
export interface Decision {
  readonly by: string;
  /** What is said before it. */
  readonly invitation: string;
  /** Resolves to the vote; rejects where somebody has voted elsewhere. */
  readonly decide: (signal: AbortSignal) => Promise<Ballot>;
}

/** The operator is asked for a yes or a no. */
const byOperator: Decision = {
  by: 'the operator at the terminal',
  invitation: 'nothing is done until you decide; anything but y is a no',
  async decide(signal) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    // A terminal that is read from keeps Ctrl-C to itself.
    terminal.once('SIGINT', () => {
      terminal.close();
      process.kill(process.pid, 'SIGINT');
    });
    try {
      const answer = await terminal.question('            Carry out this plan? [y/n] ', { signal });
      return /^y(es)?$/i.test(answer.trim()) ? 'approve' : 'deny';
    } finally {
      terminal.close();
    }
  },
};

/** Nobody is asked, but there is time to read. */
const byDemo: Decision = {
  by: 'the demo',
  invitation: 'nothing is done until somebody decides; the demo approves by itself in 5 s',
  decide: (signal) => sleep(5_000, 'approve', { signal }),
};

/** Who decides: whoever is at the terminal, unless `--yes` says that nobody wants to be asked. */
export function decisionFor(args: readonly string[]): Decision {
  const isSomebodyThere = process.stdin.isTTY && process.stdout.isTTY;
  return isSomebodyThere && !args.includes('--yes') ? byOperator : byDemo;
}
