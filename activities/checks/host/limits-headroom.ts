import { readLimits } from '../../../clients/hosts/limits-tool.ts';
import { concludeExhaustion } from '../../../model/exhaustion/conclusion.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** Less than half of the activity's minute: it may have to ask twice. */
const timeoutMs = 25_000;

/** Whether descriptors and tracked connections are left: of the host, and of every process that can be seen. */
export const limitsHeadroom: CheckRunner = async ({ target }, { findLimits, runOnHost }) => {
  const { state, cause } = concludeExhaustion(await readLimits(findLimits(target), runOnHost, timeoutMs));
  const health = { exhausted: 'unhealthy', enough: 'healthy', unclear: 'unknown' } as const;
  return { health: health[state], summary: cause };
};
