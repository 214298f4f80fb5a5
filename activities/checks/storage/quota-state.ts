import type { V1ResourceQuota } from '@kubernetes/client-node';
import type { QuotaLine } from '../../../model/kubernetes/capacity/quota.ts';
import { concludeQuotas, describeLine, fullLines, isQuotaRefusal } from '../../../model/kubernetes/capacity/quota.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';

const mostQuotas = 20;
const mostLines = 20;
/** Events are kept for an hour. */
const mostEvents = 200;

/** How full the quotas of a namespace are, and what was refused because of them. */
export const quotaState: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (found) => {
    const { api, namespace, kind, name } = found;
    if (namespace === null) return unknown(`a ${kind} is in no namespace`);
    const [{ items }, refused] = await Promise.all([
      api.list('ResourceQuota', { namespace, most: mostQuotas }),
      refusalsIn(found),
    ]);
    const meant = kind === 'ResourceQuota' ? items.filter(({ metadata }) => metadata?.name === name) : items;
    const lines = meant.flatMap(linesOf);
    const summary = maskedLine(concludeQuotas(lines, refused.length), 300);
    const details = [...lines.map(describeLine), ...refused.slice(-5)].slice(0, mostLines);
    const isFull = fullLines(lines).length > 0 || refused.length > 0;
    return {
      health: isFull ? 'unhealthy' : lines.length > 0 ? 'healthy' : 'unknown',
      summary,
      details: details.map((line) => maskedLine(line, 200)),
    };
  });

function linesOf({ metadata, status }: V1ResourceQuota): readonly QuotaLine[] {
  const { hard = {}, used = {} } = status ?? {};
  return Object.entries(hard).map(([resource, most]) => ({
    quota: metadata?.name ?? '',
    resource,
    used: used[resource] ?? '0',
    hard: most,
  }));
}

/** What controllers could not make for it lately, in their words. */
async function refusalsIn({ api, namespace }: FoundObject): Promise<readonly string[]> {
  const { items } = await api.list('Event', { namespace, fields: 'reason=FailedCreate', most: mostEvents });
  const about = items.filter(({ message }) => isQuotaRefusal(message ?? ''));
  return about.map(({ involvedObject, message }) => `${involvedObject.kind} ${involvedObject.name}: ${message}`);
}
