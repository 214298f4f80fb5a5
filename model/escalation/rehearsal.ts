import type { Severity } from '../alert/alert.ts';
import { mayWakeAt } from './hours.ts';
import type { EscalationPolicy } from './policy.ts';
import { beginEscalation, dueAt, nextStep, tellStep } from './progress.ts';
import type { Directory, Reach } from './reach.ts';
import { reachOf } from './reach.ts';

/** One moment of an escalation that nobody answers. */
export interface RehearsedStep extends Reach {
  readonly atMs: number;
  /** Both from 0. */
  readonly level: number;
  readonly round: number;
}

/** An escalation that nobody answers, as it would go. */
interface Rehearsal {
  readonly steps: readonly RehearsedStep[];
  /** When it would be said that nobody has answered. */
  readonly endsAtMs: number;
}

/** Goes through a policy without telling anyone. It reckons with time zone data, so it is for activities and commands. */
export function rehearse(
  policy: EscalationPolicy,
  severity: Severity,
  directory: Directory,
  beginsAtMs: number,
): Rehearsal {
  const steps: RehearsedStep[] = [];
  let state = beginEscalation(policy, 'escalated', new Date(beginsAtMs).toISOString());
  for (let step = nextStep(state); step; step = nextStep(state)) {
    const atMs = mayWakeAt(policy.hours, severity, dueAt(state) ?? beginsAtMs);
    const reach = reachOf(policy.levels[step.level]?.targets ?? [], directory, atMs);
    steps.push({ ...reach, ...step, atMs });
    state = tellStep(state, reach.pages, atMs);
  }
  return { steps, endsAtMs: dueAt(state) ?? beginsAtMs };
}
