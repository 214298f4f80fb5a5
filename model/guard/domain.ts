import { matchesTarget } from '../remediation/policy.ts';
import type { Target } from '../target.ts';

/** Targets that may fail together, and whose repairs are therefore counted together. */
export interface FailureDomain {
  readonly name: string;
  /** Patterns as {@link matchesTarget} takes them. */
  readonly targets: readonly string[];
}

/**
 * The name of the failure domain of a target: the first configured one that matches, else its
 * Kubernetes cluster, else all hosts together.
 */
export function domainOf(target: Target, domains: readonly FailureDomain[]): string {
  const configured = domains.find(({ targets }) => targets.some((pattern) => matchesTarget(pattern, target)));
  if (configured) return configured.name;
  const [kind, name] = target.split('/');
  return kind === 'kubernetes' ? `kubernetes/${name}` : 'hosts';
}

/**
 * The targets that a target is part of, nearest first: the host of a service. What is wrong with one of
 * them is the cause of what is wrong here. A Kubernetes object has none that its path names.
 */
export function ancestorsOf(target: Target): readonly Target[] {
  const [kind, name, ...rest] = target.split('/');
  return kind === 'host' && rest.length > 0 ? [`host/${name}`] : [];
}
