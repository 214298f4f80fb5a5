import type { Labels, Severity } from '../alert/alert.ts';
import type { LabelMatcher } from '../alert/matcher.ts';
import { matchesLabels } from '../alert/matcher.ts';
import { matchesTarget } from '../remediation/policy.ts';
import type { Target } from '../target.ts';
import type { EscalationPolicy } from './policy.ts';

/** A policy and the incidents that it is for; null matches everything. */
export interface EscalationRule {
  readonly match: {
    /** Labels with the values they may have; one of the alerts has to have all of them. */
    readonly labels: LabelMatcher | null;
    /** A canonical target or the beginning of one, in which `*` stands for any one part. */
    readonly target: string | null;
    readonly severities: readonly Severity[] | null;
  };
  readonly policy: EscalationPolicy;
}

/** What is known of an incident that looks for its policy. */
interface EscalationQuestion {
  readonly target: Target | null;
  readonly severity: Severity;
  /** The labels of its alerts that fire. */
  readonly labels: readonly Labels[];
}

/** The policy of the first rule that matches; undefined where none does. */
export function policyFor(
  rules: readonly EscalationRule[],
  question: EscalationQuestion,
): EscalationPolicy | undefined {
  return rules.find(({ match }) => matches(match, question))?.policy;
}

function matches({ labels, target, severities }: EscalationRule['match'], question: EscalationQuestion): boolean {
  if (severities && !severities.includes(question.severity)) return false;
  if (target !== null && (question.target === null || !matchesTarget(target, question.target))) return false;
  return labels === null || question.labels.some((those) => matchesLabels(labels, those));
}
