import type { V1Job } from '@kubernetes/client-node';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { Facts } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import type { ActionDefinition, ActionDependencies } from '../../contracts/action-definition.ts';
import { keepLogs } from '../../kubernetes/jobs/kept-logs.ts';
import { cronJobOf, failureOf, fateOf, laterRunsOf, stateOf } from '../../kubernetes/jobs/runs.ts';
import { findOneOf, gone, insistOnSame, nameOf, refused, wordsFor } from '../../kubernetes/object-of-action.ts';
import { changing, observing } from '../../kubernetes/changing.ts';
import { podsOf } from '../../kubernetes/owned-pods.ts';
import { insistOnUnprotected } from '../../kubernetes/protected.ts';

const permissions: readonly Permission[] = [
  { group: 'batch', resource: 'jobs', verbs: ['get', 'list', 'delete'] },
  { group: '', resource: 'pods', verbs: ['list'] },
  { group: '', resource: 'pods/log', verbs: ['get'] },
];

/**
 * Deletes a failed Job whose work was done by a later run: its alert stays for as long as it is there. What its containers
 * have said is kept first, because it goes with the Job.
 */
export const deleteFailedJob: ActionDefinition = {
  risk: 'safe',
  undo: null,
  expectedMs: 30_000,
  permissions,

  observe: (target, deps) => observing(async () => (await read(target, deps)).facts),

  perform: (target, deps, now) =>
    changing(permissions, async () => {
      const { found, job, facts } = await read(target, deps);
      insistOnUnprotected(found);
      if (!job) throw refused(`there is no ${wordsFor(found)} any more`);
      insistOnSame(now, facts);
      if (facts['state'] !== 'failed') throw refused(`${wordsFor(found)} has not failed`);
      // Of a Job without a CronJob that is a run of it that was begun anew: without one its work was never done.
      if (facts['later'] !== 'succeeded')
        throw refused(
          facts['cronJob'] === none
            ? 'no later run of it has succeeded'
            : `no later run of the CronJob ${facts['cronJob']} has succeeded`,
        );
      const { uid = '', resourceVersion = '' } = job.metadata ?? {};
      await found.api.delete(found.kind, nameOf(found), { uid, resourceVersion, dryRun: true });
      const about = { what: 'logs of a failed Job', target, uid, failed: failureOf(job)?.reason ?? null };
      const list = await keepLogs(deps.evidence, about, {
        api: found.api,
        pods: await podsOf(found.api, found.kind, job),
      });
      await found.api.delete(found.kind, nameOf(found), { uid, resourceVersion });
      return `deleted ${wordsFor(found)}; what it had said is in ${list}`;
    }),

  didHappen: (target, before, { findObject }) =>
    observing(async () => {
      const found = findOneOf(target, ['Job'], findObject);
      const job = await found.api.get(found.kind, nameOf(found));
      const isThere = job?.metadata?.uid === before['uid'] && job?.metadata?.deletionTimestamp === undefined;
      return isThere ? 'no' : 'yes';
    }),
};

const none = 'none';

async function read(target: Target, { findObject }: ActionDependencies) {
  const found = findOneOf(target, ['Job'], findObject);
  const job = await found.api.get(found.kind, nameOf(found));
  const facts: Facts = job ? await factsOf(found.api, job) : { uid: gone };
  return { found, job, facts };
}

async function factsOf(api: Parameters<typeof laterRunsOf>[0], job: V1Job): Promise<Facts> {
  const { runs } = await laterRunsOf(api, job);
  return {
    uid: job.metadata?.uid ?? '',
    state: stateOf(job),
    cronJob: cronJobOf(job)?.name ?? none,
    later: fateOf(runs),
  };
}
