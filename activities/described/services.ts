import type { ServiceDefinition } from '../../model/service.ts';
import type { Target } from '../../model/target.ts';
import { serviceTarget } from '../../model/target.ts';
import { lookUp } from './look-up.ts';

/** Finds the described service behind a target; only described services are ever touched. */
export type FindService = (target: Target) => ServiceDefinition;

/** Makes the look-up over the configured services. It throws `UnknownTarget` for any other target. */
export function serviceDirectory(services: readonly ServiceDefinition[]): FindService {
  return lookUp('service', services, serviceTarget);
}
