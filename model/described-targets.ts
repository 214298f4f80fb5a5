import type { DiskDefinition } from './host/cleaning.ts';
import { diskTarget } from './host/cleaning.ts';
import type { ServiceDefinition } from './service.ts';
import type { DescribedTarget } from './target.ts';
import { serviceTarget } from './target.ts';

interface Described {
  readonly services: readonly Pick<ServiceDefinition, 'host' | 'name' | 'match'>[];
  readonly disks: readonly Pick<DiskDefinition, 'host' | 'path' | 'match'>[];
}

/** Everything that operators described and alerts may be about, in the order in which an alert is held against it. */
export function describedTargets({ services, disks }: Described): readonly DescribedTarget[] {
  return [
    ...disks.map((disk) => ({ target: diskTarget(disk), match: disk.match })),
    ...services.map((service) => ({ target: serviceTarget(service), match: service.match })),
  ];
}
