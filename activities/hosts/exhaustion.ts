import type { RunOnHost } from '../../clients/commands/command.ts';
import { readLimits } from '../../clients/hosts/limits-tool.ts';
import type { ExhaustionFindings } from '../../model/exhaustion/findings.ts';
import type { Target } from '../../model/target.ts';
import type { FindLimits } from '../described/limits.ts';

interface ExhaustionDependencies {
  readonly findLimits: FindLimits;
  readonly runOnHost: RunOnHost;
}

/** The longest that the program takes, with a margin for a slow host. */
const timeoutMs = 3 * 60 * 1_000;

/** The activities that look at what a host runs out of, and change nothing. */
export function createExhaustionActivities({ findLimits, runOnHost }: ExhaustionDependencies) {
  return {
    /** Looks at who holds the descriptors and connections of a described host. What it does not answer is said so. */
    lookAtLimits: ({ target }: { readonly target: Target }): Promise<ExhaustionFindings> =>
      readLimits(findLimits(target), runOnHost, timeoutMs),
  };
}
