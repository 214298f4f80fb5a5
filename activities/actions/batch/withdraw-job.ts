import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import { isObjectName } from '../../../model/kubernetes/object.ts';
import type { Settings } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import type { ActionDefinition, ActionDependencies } from '../../contracts/action-definition.ts';
import { isRerunOf, stateOf } from '../../kubernetes/jobs/runs.ts';
import { findOneOf, gone, refused } from '../../kubernetes/object-of-action.ts';
import { changing, observing } from '../../kubernetes/changing.ts';

const permissions: readonly Permission[] = [{ group: 'batch', resource: 'jobs', verbs: ['get', 'delete'] }];

/** Takes back the Job by which another one was run again, as long as it has not ended: what it has done stays done. */
export const withdrawJob: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: 30_000,
  permissions,

  observe: (target, deps, settings = {}) =>
    observing(async () => {
      const { made } = await read(target, deps, settings);
      return { job: settings['job'] ?? '', state: made ? stateOf(made) : gone };
    }),

  perform: (target, deps, _now, settings = {}) =>
    changing(permissions, async () => {
      const { found, one, made } = await read(target, deps, settings);
      if (!made) return 'there is no such run any more: nothing had to be taken back';
      if (!isRerunOf(made, settings['uid'])) throw refused(`the Job ${one.name} is not the run that was begun`);
      const state = stateOf(made);
      if (state !== 'running') throw refused(`the run ${one.name} has ended (${state}): what it has done stays done`);
      const { uid = '', resourceVersion = '' } = made.metadata ?? {};
      await found.api.delete('Job', one, { uid, resourceVersion, dryRun: true });
      await found.api.delete('Job', one, { uid, resourceVersion });
      return `the run ${one.name} was deleted before it had ended`;
    }),

  didHappen: (target, _before, deps, settings = {}) =>
    observing(async () => {
      const { made } = await read(target, deps, settings);
      if (!made || made.metadata?.deletionTimestamp !== undefined) return 'yes';
      return isRerunOf(made, settings['uid']) ? 'no' : 'unknown';
    }),
};

async function read(target: Target, { findObject }: ActionDependencies, settings: Settings) {
  const found = findOneOf(target, ['Job'], findObject);
  const name = settings['job'] ?? '';
  const one = { namespace: found.namespace, name };
  return { found, one, made: isObjectName(name) ? await found.api.get('Job', one) : null };
}
