import type { Mode } from '../../remediation/policy.ts';
import { matchesTarget, modes } from '../../remediation/policy.ts';
import type { Target } from '../../target.ts';
import type { AlertClass } from './entry.ts';
import { answerTo } from './catalogue.ts';

/** A repair that the policy gives a mode. */
interface AskedRepair {
  readonly runbook: string;
  readonly target: Target | null;
  /** The names of the alerts that fire. */
  readonly alerts: readonly string[];
}

/** The furthest that the class of an alert lets a repair go. */
const furthest: Readonly<Record<AlertClass, Mode>> = {
  auto: 'auto',
  approval: 'approve',
  diagnose: 'observe',
  meta: 'observe',
};

/**
 * What the classes of its alerts leave of a mode, for a repair in a cluster. Of several alerts that the runbook answers the one
 * that goes furthest decides. Where it answers none of them, operators have chosen it by a route, and the mode is theirs alone.
 */
export function allowedMode(mode: Mode, { runbook, target, alerts }: AskedRepair): Mode {
  if (target === null || !matchesTarget('kubernetes', target)) return mode;
  const answered = alerts.map(answerTo).filter((answer) => answer.runbook === runbook);
  if (answered.length === 0) return mode;
  const limits = answered.map((answer) => modes.indexOf(furthest[answer.class]));
  return modes[Math.min(modes.indexOf(mode), Math.max(...limits))] ?? 'observe';
}
