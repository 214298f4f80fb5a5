import { describeMemory, isClose } from '../../../model/kubernetes/capacity/memory.ts';
import { isAvailable } from '../../../model/kubernetes/workloads/rollout-phase.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { memoryOf } from '../../kubernetes/capacity/container-memory.ts';
import { lookAtWorkload } from '../../kubernetes/capacity/rolled-out.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';
import { phaseOf, rolloutState } from '../../kubernetes/workloads/rollout-state.ts';

/** A kill that is longer ago says nothing of the limits of now. */
const recentMs = 30 * 60_000;

/**
 * Whether the pods of a workload are those of its template, serve, and none was killed for want of memory lately: read off
 * the objects themselves. Pods that were replaced take their past with them, so every kill that is seen is a new one.
 */
export const containerMemoryHeadroom: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    const seen = await lookAtWorkload(found);
    if (typeof seen === 'string') return unknown(seen);
    const { workload } = seen;
    const memory = await memoryOf(found, workload.spec?.template.spec?.containers ?? [], { ...seen, ...deps });
    const since = new Date(Date.now() - recentMs).toISOString();
    const short = memory.find(({ killed, lastKilledAt }) => killed > 0 && (lastKilledAt ?? since) >= since);
    const tight = short ?? memory.find(isClose);
    if (tight) return { health: 'unhealthy', summary: maskedLine(describeMemory(tight), 300) };
    if (!isAvailable(rolloutState(workload)))
      return { health: 'unhealthy', summary: `not all of its pods serve, and its rollout is ${phaseOf(workload)}` };
    return { health: 'healthy', summary: 'all of its pods serve, and none was killed for want of memory' };
  });
