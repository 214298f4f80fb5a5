import type { V1Job, V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../../../clients/kubernetes/cluster.ts';
import type { JobFindings } from '../../../model/kubernetes/capacity/job.ts';
import { jobFacts, judgeJob } from '../../../model/kubernetes/capacity/job.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { cronJobOf, failureOf, fateOf, isRerunOf, laterRunsOf, stateOf } from '../../kubernetes/jobs/runs.ts';
import { nameOf } from '../../kubernetes/object-of-action.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { podsOf } from '../../kubernetes/owned-pods.ts';

const mostPods = 8;

/** Whether a Job has done its work, why it has not, and whether a later run has. */
export const jobState: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    if (found.kind !== 'Job') return unknown(`a ${found.kind} is no Job`);
    const job = await found.api.get('Job', nameOf(found));
    if (!job) return { ...unknown('there is no such Job'), facts: jobFacts(nothing) };
    const pods = await podsOf(found.api, 'Job', job);
    const findings = await findingsOf(found.api, job, pods);
    const verdict = judgeJob(findings);
    return {
      health: healthOf(findings),
      summary: maskedLine(verdict.because, 300),
      details: [wordsOf(job), ...pods.slice(-mostPods).map(endOf)].map((line) => maskedLine(line, 200)),
      facts: jobFacts(findings),
    };
  });

const nothing: JobFindings = {
  state: 'gone',
  reason: '',
  cronJob: null,
  later: 'unknown',
  laterName: null,
  reruns: 0,
  endings: [],
};

function healthOf({ state }: JobFindings): 'healthy' | 'unhealthy' | 'unknown' {
  if (state === 'complete') return 'healthy';
  return state === 'failed' ? 'unhealthy' : 'unknown';
}

async function findingsOf(api: Cluster, job: V1Job, pods: readonly V1Pod[]): Promise<JobFindings> {
  const { runs, isWhole } = await laterRunsOf(api, job);
  const fate = fateOf(runs);
  const told = fate === 'succeeded' ? 'complete' : fate;
  return {
    state: stateOf(job),
    reason: maskedLine(failureOf(job)?.reason ?? '', 60),
    cronJob: cronJobOf(job)?.name ?? null,
    later: fate === 'succeeded' || isWhole ? fate : 'unknown',
    laterName: runs.find((run) => stateOf(run) === told)?.metadata?.name ?? null,
    reruns: runs.filter((run) => isRerunOf(run, job.metadata?.uid)).length,
    endings: [...new Set(pods.flatMap(endingsOf))].slice(0, 5),
  };
}

/** How the containers of a pod ended, where that was not well. */
function endingsOf({ status }: V1Pod): readonly string[] {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const ends = all.flatMap(({ state, lastState }) => state?.terminated ?? lastState?.terminated ?? []);
  return ends
    .filter(({ exitCode }) => exitCode !== 0)
    .map(({ exitCode, reason }) => (reason && reason !== 'Error' ? maskedLine(reason, 40) : `exit code ${exitCode}`));
}

function wordsOf(job: V1Job): string {
  const { succeeded = 0, failed = 0, active = 0 } = job.status ?? {};
  const { startTime } = job.status ?? {};
  const begun = startTime ? `begun at ${new Date(startTime).toISOString()}` : 'not begun yet';
  const { reason = '', message = '' } = failureOf(job) ?? {};
  const why = failureOf(job) ? `; ${reason}: ${message}` : '';
  return `${begun}: ${succeeded} pods succeeded, ${failed} failed, ${active} run${why}`;
}

function endOf(pod: V1Pod): string {
  return `${pod.metadata?.name}: ${pod.status?.phase ?? 'unknown'}, ${endingsOf(pod).join(', ') || 'no bad end'}`;
}
