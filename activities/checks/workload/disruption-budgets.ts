import type { V1PodDisruptionBudget } from '@kubernetes/client-node';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';
import { selects } from '../../kubernetes/selectors.ts';

const mostBudgets = 100;

/** A pod that is not ready counts for no budget: the eviction API lets it go while enough others are healthy. */
function letsSickGo({ status }: V1PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}

/** Whether the disruption budgets over the pods of a target let one of them go. */
export const disruptionBudgets = checkOfSubject(async ({ namespace, pods }, { api }) => {
  const labels = pods.map(({ pod }) => pod.metadata?.labels ?? {});
  const { items, isWhole } = await api.list('PodDisruptionBudget', { namespace, most: mostBudgets });
  const over = items.filter(({ spec }) => spec?.selector && labels.some((one) => selects(spec.selector ?? {}, one)));
  if (over.length === 0)
    return isWhole
      ? { health: 'healthy', summary: 'no disruption budget covers its pods' }
      : { health: 'unknown', summary: 'the namespace has too many disruption budgets to read' };
  const allowed = Math.min(...over.map(({ status }) => status?.disruptionsAllowed ?? 0));
  return {
    health: allowed > 0 ? 'healthy' : 'unhealthy',
    summary: `disruption budgets let ${allowed} of its pods go`,
    details: over.map(({ metadata, status }) => {
      const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status ?? {};
      return `budget ${metadata?.name}: ${currentHealthy} healthy, ${desiredHealthy} needed, ${disruptionsAllowed} may go`;
    }),
    facts: { allowed: `${allowed}`, sickMayGo: over.every(letsSickGo) ? 'yes' : 'no' },
  };
});
