import type { Severity } from '../alert/alert.ts';
import type { Weekly } from '../local-time/weekly.ts';

/** Whom a level of a policy tells. */
export type EscalationTarget =
  | { readonly kind: 'person'; readonly name: string }
  | { readonly kind: 'group'; readonly name: string }
  /** Whoever is on call there at that moment. */
  | { readonly kind: 'schedule'; readonly name: string }
  /** A channel itself, such as a service of PagerDuty. */
  | { readonly kind: 'channel'; readonly name: string };

/** One step of a policy. */
export interface EscalationLevel {
  readonly targets: readonly EscalationTarget[];
  /** How long it waits for an acknowledgement before the next level is told, in milliseconds. */
  readonly waitMs: number;
}

/** The changes of an incident that can wake people. */
export const escalationCauses = ['approval-needed', 'escalated'] as const;
export type EscalationCause = (typeof escalationCauses)[number];

/** When people may be woken. Outside of these times only grave incidents wake anybody; others wait until one begins. */
export interface EscalationHours {
  readonly windows: readonly Weekly[];
  /** What does not wait. */
  readonly always: readonly Severity[];
}

/** Who is told, in which order, after how long without an acknowledgement. All times in milliseconds. */
export interface EscalationPolicy {
  readonly name: string;
  readonly levels: readonly EscalationLevel[];
  /** How often all levels are gone through again after the last one has not answered. */
  readonly repeat: number;
  /** For how long an acknowledgement stops the clock, unless it says another time. */
  readonly acknowledgedMs: number;
  /** Which changes of an incident begin it. */
  readonly begins: readonly EscalationCause[];
  /** Other incidents are not escalated by it. */
  readonly severities: readonly Severity[];
  /** Null where people may be woken at any time. */
  readonly hours: EscalationHours | null;
}

/** Somebody or something that a level has told, and by which channel. */
export interface Told {
  /** A person, or the channel itself. */
  readonly name: string;
  /** The name of the channel. */
  readonly channel: string;
}

/** How far an escalation is; plain data that survives continue-as-new. */
export interface EscalationState {
  /** The policy as it was when the escalation began: an edit does not change it unless people ask for it. */
  readonly policy: EscalationPolicy;
  readonly begunAt: string;
  /** Why: the change of the incident that began it. */
  readonly because: EscalationCause;
  /** The level that was told last, from 0; -1 before the first. */
  readonly level: number;
  /** Rounds through all levels that are over. */
  readonly round: number;
  /** When the next level is told, ISO 8601; null once there is none any more, or while it rests. */
  readonly nextAt: string | null;
  /** Whom the last level told. */
  readonly told: readonly Told[];
  /** Who looks after it, and until when that stops the clock; null where nobody has said so. */
  readonly acknowledged: { readonly by: string; readonly until: string } | null;
  /** Who has asked for the next level, so that it waits for no hours; null where nobody has. */
  readonly pressedBy: string | null;
  /** Whether the next level waits until people may be woken. */
  readonly waitsForHours: boolean;
  /** When and why it ended, in words; null while the clock runs or rests. */
  readonly ended: { readonly at: string; readonly why: string } | null;
}
