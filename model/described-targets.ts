import type { CertificateDefinition } from './certificate/certificate.ts';
import { certificateTarget } from './certificate/certificate.ts';
import type { LimitsDefinition } from './exhaustion/limits.ts';
import { limitsTarget } from './exhaustion/limits.ts';
import type { DiskDefinition } from './host/cleaning.ts';
import { diskTarget } from './host/cleaning.ts';
import type { HostParts } from './host/host-parts.ts';
import { partTargets } from './host/host-parts.ts';
import type { PlaybookDefinition } from './playbook/playbook.ts';
import { playbookTarget } from './playbook/playbook.ts';
import type { ServiceDefinition } from './service.ts';
import type { DescribedTarget } from './target.ts';
import { serviceTarget } from './target.ts';

/** Everything with which operators say what alerts may be about. */
export interface Described {
  readonly playbooks: readonly Pick<PlaybookDefinition, 'host' | 'name' | 'match'>[];
  readonly services: readonly Pick<ServiceDefinition, 'host' | 'name' | 'match'>[];
  readonly disks: readonly Pick<DiskDefinition, 'host' | 'path' | 'match'>[];
  readonly certificates: readonly Pick<CertificateDefinition, 'host' | 'name' | 'match'>[];
  readonly hostParts: HostParts;
  readonly limits: readonly Pick<LimitsDefinition, 'host' | 'match'>[];
}

/** Everything that operators described and alerts may be about, in the order in which an alert is held against it. */
export function describedTargets(described: Described): readonly DescribedTarget[] {
  const { playbooks, services, disks, certificates, hostParts, limits } = described;
  return [
    // Whoever describes a playbook for an alert means it more than the service or the disk that has the same labels.
    ...playbooks.map((playbook) => ({ target: playbookTarget(playbook), match: playbook.match })),
    ...disks.map((disk) => ({ target: diskTarget(disk), match: disk.match })),
    ...certificates.map((certificate) => ({ target: certificateTarget(certificate), match: certificate.match })),
    ...partTargets(hostParts),
    ...services.map((service) => ({ target: serviceTarget(service), match: service.match })),
    // Last: what is said of a host as a whole must not take the alerts of its parts.
    ...limits.map((one) => ({ target: limitsTarget(one), match: one.match })),
  ];
}
