import type { CheckRunner } from '../../contracts/check-runner.ts';
import { fateOf, laterRunsOf, stateOf } from '../../kubernetes/jobs/runs.ts';
import { nameOf } from '../../kubernetes/object-of-action.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';

/** Whether the work of a Job was done, by itself or by a run after it. That a failed Job is gone proves nothing. */
export const jobWorkDone: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    if (found.kind !== 'Job') return unknown(`a ${found.kind} is no Job`);
    const job = await found.api.get('Job', nameOf(found));
    if (!job) return unknown('there is no such Job, and so nobody knows whether its work was done');
    if (stateOf(job) === 'complete') return { health: 'healthy', summary: 'it has completed' };
    const fate = fateOf((await laterRunsOf(found.api, job)).runs);
    if (fate === 'succeeded') return { health: 'healthy', summary: 'a later run has done its work' };
    return { health: 'unhealthy', summary: `its work is not done: later runs: ${fate}` };
  });
