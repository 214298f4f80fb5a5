import type { MemoryFindings } from '../../../model/kubernetes/capacity/memory.ts';
import { concludeMemory, describeMemory, memoryFacts, shortageOf } from '../../../model/kubernetes/capacity/memory.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { memoryOf } from '../../kubernetes/capacity/container-memory.ts';
import { changesIn, markOf } from '../../kubernetes/values/marks.ts';
import { lookAtWorkload } from '../../kubernetes/capacity/rolled-out.ts';
import { phaseOf } from '../../kubernetes/workloads/rollout-state.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';

const mostLines = 12;

/** Whether containers of a workload were killed for want of memory, and whether that was their limit's or their node's. */
export const memoryLimits: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    const seen = await lookAtWorkload(found);
    if (typeof seen === 'string') return unknown(seen);
    const { workload } = seen;
    const memory = await memoryOf(found, workload.spec?.template.spec?.containers ?? [], { ...seen, ...deps });
    const rollout = phaseOf(workload);
    const findings: MemoryFindings = {
      containers: memory,
      short: memory.filter((one) => shortageOf(one) === 'limit').map(({ name }) => name),
      raises: changesIn(markOf(workload.metadata, 'raise-memory-limit')),
      obstacle: rollout === 'settled' ? null : `its rollout is ${rollout}`,
      caps: found.definition.caps,
    };
    return {
      health: memory.some(({ killed }) => killed > 0) ? 'unhealthy' : 'healthy',
      summary: maskedLine(concludeMemory(memory), 300),
      details: memory.slice(0, mostLines).map((one) => maskedLine(describeMemory(one), 200)),
      facts: memoryFacts(findings),
    };
  });
