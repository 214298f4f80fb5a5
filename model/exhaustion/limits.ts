import type { LabelMatcher } from '../alert/matcher.ts';
import type { Target } from '../target.ts';
import { canonicalPath } from '../target.ts';

/** A host whose descriptors and connections are looked at when they run out. */
export interface LimitsDefinition {
  readonly host: string;
  readonly match: LabelMatcher;
  /** Whether it is looked at with root's eyes; else only processes of the account are seen. */
  readonly asRoot: boolean;
}

/** The target of a host's limits. */
export function limitsTarget({ host }: Pick<LimitsDefinition, 'host'>): Target {
  return canonicalPath('host', host, 'limits');
}
