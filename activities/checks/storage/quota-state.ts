import type { V1ResourceQuota } from '@kubernetes/client-node';
import type { QuotaLine } from '../../../model/kubernetes/capacity/quota.ts';
import { concludeQuotas, describeLine, fullLines, quotaOfRefusal } from '../../../model/kubernetes/capacity/quota.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { lookAt, unknown } from '../../kubernetes/looking.ts';

const mostQuotas = 20;
const mostLines = 20;
const mostRefused = 10;
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
    const summary = maskedLine(concludeQuotas(lines, [...refused.keys()]), 300);
    const details = [
      ...lines.map(describeLine).slice(0, mostLines),
      ...[...refused].slice(0, mostRefused).map(inWords),
    ];
    const isFull = fullLines(lines).length > 0 || refused.size > 0;
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

/** Who could not make what lately, in the words of the API server: a controller tries the same again and again. */
async function refusalsIn({ api, namespace, kind, name }: FoundObject): Promise<ReadonlyMap<string, string>> {
  const { items } = await api.list('Event', { namespace, fields: 'reason=FailedCreate', most: mostEvents });
  const about = items.filter(({ message }) => {
    const quota = quotaOfRefusal(message ?? '');
    return quota !== null && (kind !== 'ResourceQuota' || quota === name);
  });
  return new Map(
    about.map(({ involvedObject, message = '' }) => [`${involvedObject.kind} ${involvedObject.name}`, message]),
  );
}

function inWords([who, message]: readonly [string, string]): string {
  return `${who}: ${message}`;
}
