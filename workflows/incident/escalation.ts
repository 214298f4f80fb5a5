import type { EscalationState } from '../../model/escalation/policy.ts';
import type { IncidentDesk } from './desk.ts';

/**
 * Wakes people in the order of the escalation policy until somebody acknowledges, decides, or it is over.
 * Its state lies in the incident's record.
 */
export class EscalationClock {
  private readonly desk: IncidentDesk;

  constructor(desk: IncidentDesk) {
    this.desk = desk;
  }

  get state(): EscalationState | null {
    return this.desk.record.escalation ?? null;
  }
}
