import type { V1Job } from '@kubernetes/client-node';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { Target } from '../../../model/target.ts';
import type { ActionDefinition, ActionDependencies } from '../../contracts/action-definition.ts';
import { copyOf, rerunName } from '../../kubernetes/jobs/job-copy.ts';
import { fateOf, isRerunOf, laterRunsOf, stateOf } from '../../kubernetes/jobs/runs.ts';
import { findOneOf, gone, insistOnSame, nameOf, refused, wordsFor } from '../../kubernetes/object-of-action.ts';
import { changing, observing } from '../../kubernetes/changing.ts';
import { insistOnUnprotected } from '../../kubernetes/protected.ts';

const permissions: readonly Permission[] = [{ group: 'batch', resource: 'jobs', verbs: ['get', 'list', 'create'] }];

/**
 * Runs the work of a failed Job again, by a new Job whose name says of which it is: made twice, it is there once. What work
 * does twice, nobody takes back: so people are always asked.
 */
export const rerunJob: ActionDefinition = {
  risk: 'destructive',
  undo: 'withdraw-job',
  expectedMs: 30_000,
  permissions,

  undoSettings: ({ uid = '', job = '' }) => ({ uid, job }),

  observe: (target, deps) => observing(async () => (await read(target, deps)).facts),

  perform: (target, deps, now) =>
    changing(permissions, async () => {
      const { found, job, facts } = await read(target, deps);
      insistOnUnprotected(found);
      if (!job) throw refused(`there is no ${wordsFor(found)} any more`);
      insistOnSame(now, facts);
      if (facts.state !== 'failed') throw refused(`${wordsFor(found)} has not failed`);
      if (facts.later === 'succeeded' || facts.later === 'running') throw refused('a later run does its work already');
      if (facts.later === 'unknown') throw refused('there are too many Jobs to know whether a later run does its work');
      if (job.spec?.manualSelector) throw refused(`${wordsFor(found)} chooses its pods by a selector of its own`);
      const copy = copyOf(job, facts.job);
      try {
        await found.api.create('Job', copy, { dryRun: true });
        await found.api.create('Job', copy);
      } catch (error) {
        if (!(error instanceof KubernetesError) || error.problem !== 'conflict') throw error;
        const there = await found.api.get('Job', { namespace: found.namespace, name: facts.job });
        if (!there || !isRerunOf(there, job.metadata?.uid)) throw error;
      }
      return `${wordsFor(found)} is run again as ${facts.job}`;
    }),

  didHappen: (target, before, { findObject }) =>
    observing(async () => {
      const found = findOneOf(target, ['Job'], findObject);
      const made = await found.api.get('Job', { namespace: found.namespace, name: before['job'] ?? '' });
      if (!made) return 'no';
      return isRerunOf(made, before['uid']) ? 'yes' : 'unknown';
    }),
};

async function read(target: Target, { findObject }: ActionDependencies) {
  const found = findOneOf(target, ['Job'], findObject);
  const job = await found.api.get(found.kind, nameOf(found));
  if (!job) return { found, job, facts: { uid: gone, state: gone, later: gone, job: gone } };
  const { runs, isWhole } = await laterRunsOf(found.api, job);
  const earlier = runs.filter((run) => isRerunOf(run, job.metadata?.uid));
  return { found, job, facts: factsOf(job, isWhole ? fateOf(runs) : 'unknown', rerunName(job, earlier.length)) };
}

function factsOf(job: V1Job, later: string, name: string) {
  return {
    uid: job.metadata?.uid ?? '',
    state: stateOf(job),
    later,
    job: name,
  };
}
