import type { Facts } from '../../remediation/plan.ts';

export type JobState = 'running' | 'complete' | 'failed' | 'gone';

/** What there is to know of a Job that has failed, or has not ended. */
export interface JobFindings {
  readonly state: JobState;
  /** Why it has failed, as the API says: `BackoffLimitExceeded`; empty where it has not. */
  readonly reason: string;
  /** The CronJob that it is a run of. */
  readonly cronJob: string | null;
  /** What became of the runs after it that do the same work. */
  readonly later: 'succeeded' | 'running' | 'failed' | 'none' | 'unknown';
  /** The run that succeeded or runs, else the newest. */
  readonly laterName: string | null;
  /** How often Nightshift has run it again. */
  readonly reruns: number;
  /** How its containers ended: `exit code 1`, `OOMKilled`; each once. */
  readonly endings: readonly string[];
}

/** What is done about a Job, and why. */
interface JobVerdict {
  readonly answer: 'delete' | 'run-again' | 'leave' | 'healthy';
  readonly because: string;
}

/** Ways to end that come again, however often the same is run. */
const lasting: Readonly<Record<string, string>> = {
  OOMKilled: 'it was killed for want of memory: give it more before it is run again',
  'exit code 126': 'its program cannot be executed',
  'exit code 127': 'its program is not in its image',
  ContainerCannotRun: 'its container cannot be started',
  StartError: 'its container cannot be started',
};

/** Reasons that the author of a Job gave for running nothing again. */
const meant: Readonly<Record<string, string>> = {
  PodFailurePolicy: 'its own policy says that such a failure is not to be tried again',
};

/** Decides about a Job: what has failed is only deleted when its work was done all the same, and run again once. */
export function judgeJob({ state, reason, cronJob, later, laterName, reruns, endings }: JobFindings): JobVerdict {
  if (state === 'gone') return { answer: 'leave', because: 'there is no such Job any more' };
  if (state === 'complete') return { answer: 'healthy', because: 'it has completed' };
  if (state === 'running') return { answer: 'leave', because: 'it has neither completed nor failed yet' };
  const failed = `it has failed (${[reason, ...endings].join(', ')})`;
  if (later === 'succeeded')
    return { answer: 'delete', because: `${failed}, and the later run ${laterName} has succeeded` };
  if (later === 'running')
    return { answer: 'leave', because: `${failed}, and the later run ${laterName} has not ended yet` };
  if (later === 'unknown')
    return { answer: 'leave', because: `${failed}, and there are too many Jobs to find later runs` };
  if (reruns > 0) return { answer: 'leave', because: `${failed}, and it failed again when it was run again` };
  if (later === 'failed')
    return { answer: 'leave', because: `${failed}, and so has a later run of the CronJob ${cronJob}` };
  const lastingEnd = endings.find((ending) => Object.hasOwn(lasting, ending));
  const why = lasting[lastingEnd ?? ''] ?? (Object.hasOwn(meant, reason) ? meant[reason] : undefined);
  if (why !== undefined) return { answer: 'leave', because: `${failed}: ${why}` };
  return { answer: 'run-again', because: failed };
}

/** Findings as facts of a check; {@link readJobFacts} reads them. */
export function jobFacts(findings: JobFindings): Facts {
  const { state, reason, cronJob, later, laterName, reruns, endings } = findings;
  return {
    state,
    reason,
    cronJob: cronJob ?? '',
    later,
    laterName: laterName ?? '',
    reruns: String(reruns),
    endings: endings.join('|'),
  };
}

/** The findings in the facts of a check. */
export function readJobFacts(facts: Facts): JobFindings {
  const endings = facts['endings'] ?? '';
  return {
    state: facts['state'] as JobState,
    reason: facts['reason'] ?? '',
    cronJob: facts['cronJob'] || null,
    later: facts['later'] as JobFindings['later'],
    laterName: facts['laterName'] || null,
    reruns: Number(facts['reruns']),
    endings: endings === '' ? [] : endings.split('|'),
  };
}
