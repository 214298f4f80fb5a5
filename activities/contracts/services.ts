import { failure } from './failure.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import type { Target } from '../../model/target.ts';
import { serviceTarget } from '../../model/target.ts';

/** Finds the described service behind a target; only described services are ever touched. */
export type FindService = (target: Target) => ServiceDefinition;

/** Makes the look-up over the configured services. It throws `UnknownTarget` for any other target. */
export function serviceDirectory(services: readonly ServiceDefinition[]): FindService {
  const byTarget = new Map(services.map((service) => [serviceTarget(service), service]));
  return (target) => {
    const service = byTarget.get(target);
    if (!service) throw failure('UnknownTarget', `no service in the configuration has the target ${target}`);
    return service;
  };
}
