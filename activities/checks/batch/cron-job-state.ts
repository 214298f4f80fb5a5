import type { CheckRunner } from '../../contracts/check-runner.ts';
import { newestFirst, stateOf } from '../../kubernetes/jobs/runs.ts';
import { nameOf } from '../../kubernetes/object-of-action.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { isOwnedBy } from '../../kubernetes/owned-pods.ts';

/** Whether the newest run of a CronJob that has ended has succeeded. */
export const cronJobState: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    if (found.kind !== 'CronJob') return unknown(`a ${found.kind} is no CronJob`);
    const cronJob = await found.api.get('CronJob', nameOf(found));
    if (!cronJob) return unknown('there is no such CronJob');
    const { items, isWhole } = await found.api.list('Job', { namespace: found.namespace });
    if (!isWhole) return unknown('the namespace has too many Jobs to find its runs');
    const runs = items.filter(({ metadata }) => isOwnedBy(metadata, cronJob.metadata?.uid));
    const [newest, ...older] = newestFirst(runs).filter((run) => stateOf(run) !== 'running');
    if (!newest) return unknown('none of its runs has ended');
    const failed = older.filter((run) => stateOf(run) === 'failed').length;
    const left = failed === 0 ? '' : `; ${failed} older ones that have failed are still there`;
    const name = newest.metadata?.name ?? '';
    return stateOf(newest) === 'complete'
      ? { health: 'healthy', summary: `its newest run ${name} has succeeded${left}` }
      : { health: 'unhealthy', summary: `its newest run ${name} has failed${left}` };
  });
