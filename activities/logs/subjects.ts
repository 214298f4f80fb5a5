import type { LogSubject } from '../../model/logs/log-subject.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import type { Target } from '../../model/target.ts';
import { partsOfTarget } from '../../model/target.ts';
import type { FindService } from '../described/services.ts';

/** Whose logs may explain the trouble of a target. */
interface Suspects {
  readonly subjects: readonly LogSubject[];
  /** Those of them that operators described: the target itself first. */
  readonly services: readonly ServiceDefinition[];
}

/** Dependencies whose logs are read too. */
const maxDependencies = 4;

/** The target, and the services that it cannot work without; nobody where the target does not say whose logs to read. */
export function suspectsOf(target: Target, findService: FindService): Suspects {
  const service = described(target, findService);
  const targets = [target, ...(service?.dependsOn.slice(0, maxDependencies) ?? [])];
  const services = targets.flatMap((each) => described(each, findService) ?? []);
  const subjects = targets.flatMap((each) => {
    const known = described(each, findService);
    return (known ? subjectOfService(known) : subjectOfPath(each)) ?? [];
  });
  return { subjects, services };
}

function described(target: Target, findService: FindService): ServiceDefinition | null {
  try {
    return findService(target);
  } catch {
    return null;
  }
}

function subjectOfService({ name, host, manager }: ServiceDefinition): LogSubject {
  const names = [name];
  if (manager.kind === 'systemd') names.push(manager.unit, manager.unit.replace(/\.service$/, ''));
  if (manager.kind === 'container') names.push(manager.container);
  return { host, services: [...new Set(names)], namespace: null, workload: null };
}

/** What the canonical path of an undescribed target says. */
function subjectOfPath(target: Target): LogSubject | null {
  const [kind, first, second, third, fourth] = partsOfTarget(target) ?? [];
  if (kind === 'host' && first !== undefined) {
    return {
      host: first,
      services: second === 'service' && third !== undefined ? [third] : [],
      namespace: null,
      workload: null,
    };
  }
  if (kind !== 'kubernetes' || second === undefined || fourth === undefined) return null;
  if (third === 'Node') return { host: fourth, services: [], namespace: null, workload: null };
  return { host: null, services: [], namespace: second, workload: third === 'Namespace' ? null : fourth };
}
