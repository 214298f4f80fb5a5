import { judgeObject } from '../../../model/kubernetes/described-object.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { keepWhole } from '../../kubernetes/as-evidence.ts';
import type { AnyObject } from '../../kubernetes/describing.ts';
import { describeObject } from '../../kubernetes/describing.ts';
import { lookAt } from '../../kubernetes/looking.ts';
import { eventLine, eventsAbout } from '../../kubernetes/events.ts';
import { isKind } from '../../kubernetes/owners.ts';
import { sickInWords, sickPods } from '../../kubernetes/workloads/sick-pods.ts';

const maxEvents = 8;

/** What any object says of itself, and what has happened to it; of a kind that nobody here knows only the latter. */
export const objectState: CheckRunner = (check, deps) =>
  lookAt(check, deps, async (object) => {
    const { api, kind, name, namespace } = object;
    const [found, events, neighbours] = await Promise.all([
      isKind(kind) ? api.get(kind, { namespace, name }) : null,
      eventsAbout(api, object),
      sickNeighbours(object),
    ]);
    const warnings = events.filter(({ isWarning }) => isWarning).slice(0, maxEvents);
    const told = [...warnings.map(eventLine), ...neighbours];
    if (!found && isKind(kind)) return { health: 'unhealthy', summary: `there is no ${kind} ${name}`, details: told };
    if (!found) {
      const [last] = warnings;
      const words = last ? `; last it was warned: ${last.reason}: ${last.message}` : '';
      return {
        health: 'unknown',
        summary: maskedLine(`${kind} is a kind that is not read${words}`, 300),
        details: told,
      };
    }
    const any = found as AnyObject;
    const described = describeObject(kind, any);
    const { health, summary } = judgeObject(described);
    const owner = any.metadata?.ownerReferences?.find(({ controller }) => controller);
    const kept = await keepWhole(deps.evidence, { target: check.target }, [found, ...events]);
    return {
      health,
      summary: maskedLine(summary, 400),
      details: [
        maskedLine(`${kind} ${name}: ${kept}`, 240),
        ...(owner ? [maskedLine(`kept by ${owner.kind} ${owner.name}`, 200)] : []),
        ...described.conditions.map(({ type, status, reason, message }) =>
          maskedLine(`${type}: ${status} ${reason} ${message}`, 240),
        ),
        ...told,
      ],
    };
  });

/** What else is sick in the namespace at the same time. */
async function sickNeighbours({ api, namespace, kind, name }: FoundObject): Promise<readonly string[]> {
  if (namespace === null) return [];
  const sick = await sickPods(api, { namespace }, ({ metadata }) => kind === 'Pod' && metadata?.name === name);
  return sickInWords(sick, 'in the namespace');
}
