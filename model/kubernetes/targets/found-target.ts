import type { Labels } from '../../alert/alert.ts';
import type { Target } from '../../target.ts';

/** The question what really is sick. */
export interface TargetQuestion {
  /** What the labels of the alerts say. */
  readonly target: Target;
  readonly alerts: readonly { readonly labels: Labels }[];
}

/** What really is sick, or why nobody knows. Its words are one masked line. */
export type FoundTarget =
  /** Looked up, with its controllers: the outermost one. The words are null where it is what the labels say. */
  | { readonly found: 'object'; readonly target: Target; readonly words: string | null }
  | { readonly found: 'nothing' | 'several'; readonly words: string };
