import type { HostDuties } from '../../../clients/hosts/host-access.ts';
import { noHostParts } from './host-parts.ts';

/** What Nightshift does on a host: nothing but what is given. */
export function hostDuties(given: Partial<HostDuties> = {}): HostDuties {
  return { services: [], disks: [], limits: [], certificates: [], hostParts: noHostParts, ...given };
}
