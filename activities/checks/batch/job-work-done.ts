import type { V1Job } from '@kubernetes/client-node';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { failureOf, fateOf, laterRunsOf, stateOf } from '../../kubernetes/jobs/runs.ts';
import { nameOf } from '../../kubernetes/object-of-action.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';

/** Whether the work of a Job was done, by itself or by a run after it. That a failed Job is gone proves nothing. */
export const jobWorkDone: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    if (found.kind !== 'Job') return unknown(`a ${found.kind} is no Job`);
    const job = await found.api.get('Job', nameOf(found));
    if (!job) return unknown('there is no such Job, and so nobody knows whether its work was done');
    if (stateOf(job) === 'complete') return { health: 'healthy', summary: 'it has completed' };
    const { runs, isWhole } = await laterRunsOf(found.api, job);
    const fate = fateOf(runs);
    if (fate === 'succeeded') return { health: 'healthy', summary: 'a later run has done its work' };
    if (!isWhole) return unknown('the namespace has too many Jobs to find later runs of it');
    const summary = maskedLine(`its work is not done: ${whyNot(fate, runs)}`, 300);
    return { health: 'unhealthy', summary, ...(fate === 'failed' ? { isFinal: true } : {}) };
  });

function whyNot(fate: 'running' | 'failed' | 'none', runs: readonly V1Job[]): string {
  const newest = runs.find((run) => stateOf(run) === fate);
  if (!newest) return 'there is no later run of it';
  const name = newest.metadata?.name ?? '';
  if (fate === 'running') return `the later run ${name} has not ended yet`;
  return `the later run ${name} has failed (${failureOf(newest)?.reason ?? 'without a reason'})`;
}
