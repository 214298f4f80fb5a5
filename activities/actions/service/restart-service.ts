import type { Facts } from '../../../model/remediation/plan.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import type { Runs } from '../../contracts/service-manager.ts';
import { managerOf } from '../../services/index.ts';
import { probeService } from '../../services/probing.ts';

/** Has the service's manager restart it, or start it while it does not run. */
export const restartService: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: 60_000,

  async observe(target, { findService, runOnHost }) {
    const service = findService(target);
    const [answers, { runs, instance }] = await Promise.all([
      probeService(service, runOnHost),
      managerOf(service, runOnHost).look(),
    ]);
    return { answers: answers.health, runs, ...(instance === null ? {} : { instance }) };
  },

  perform: (target, { findService, runOnHost }) => managerOf(findService(target), runOnHost).restart(),

  async didHappen(target, before, { findService, runOnHost }) {
    const { runs, instance } = await managerOf(findService(target), runOnHost).look();
    // What a dead service names is no start of it, and says something only beside what it named when it was dead.
    const isComparable = runs !== 'no' || before['runs'] === 'no';
    if (instance !== null && before['instance'] !== undefined && isComparable)
      return instance === before['instance'] ? 'no' : 'yes';
    return whetherStarted(before, runs);
  },
};

/** Without an instance only a dead service that runs now, or that is still dead, tells. */
function whetherStarted(before: Facts, runs: Runs): 'yes' | 'no' | 'unknown' {
  if (before['runs'] !== 'no' || runs === 'unknown') return 'unknown';
  return runs === 'yes' ? 'yes' : 'no';
}
