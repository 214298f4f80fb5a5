import type { Severity } from '../../model/alert/alert.ts';
import type { LevelAnswer } from '../../model/escalation/answer.ts';
import { mayWakeAt } from '../../model/escalation/hours.ts';
import type { EscalationHours, EscalationTarget } from '../../model/escalation/policy.ts';
import type { Directory } from '../../model/escalation/reach.ts';
import { reachOf } from '../../model/escalation/reach.ts';

export interface PagingDependencies {
  readonly directory: Directory;
}

/** Whom a level wakes now. */
interface LevelQuestion {
  readonly targets: readonly EscalationTarget[];
  /** Null where it waits for no hours. */
  readonly hours: EscalationHours | null;
  readonly severity: Severity;
  /** The workflow's own time: the worker's clock may be ahead of it. Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** The activity that finds whom a level of an escalation reaches at this moment. It only reads the configuration. */
export function createPagingActivities({ directory }: PagingDependencies) {
  return {
    async findWhomToWake({ targets, hours, severity, nowMs }: LevelQuestion): Promise<LevelAnswer> {
      const opensAtMs = mayWakeAt(hours, severity, nowMs);
      return opensAtMs > nowMs ? { waitUntilMs: opensAtMs } : reachOf(targets, directory, nowMs);
    },
  };
}
