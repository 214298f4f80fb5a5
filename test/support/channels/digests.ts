import type { Gathered } from '../../../model/notices/digest.ts';

/** A report that is gathered. */
export function aGathered(overrides: Partial<Gathered> = {}): Gathered {
  return {
    id: 'message-1',
    kind: 'escalated',
    severity: 'critical',
    incident: 'host/host-1/service/web',
    page: null,
    ...overrides,
  };
}
