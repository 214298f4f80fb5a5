import type { LabelMatcher } from '../alert/matcher.ts';
import type { Risk } from '../remediation/plan.ts';
import type { CommandLine } from '../service.ts';
import type { Target } from '../target.ts';
import { canonicalPath } from '../target.ts';

/** What must hold after a playbook has helped; none of it comes from the alert or from Ansible. */
export type PlaybookProof =
  /** A described service, which must answer its probe. */
  | { readonly kind: 'service'; readonly target: Target }
  /** Run on the playbook's host; exit code 0 means that all is well. */
  | { readonly kind: 'command'; readonly command: CommandLine; readonly timeoutMs: number };

/** A playbook for one host as operators describe it; only described playbooks are ever run. */
export interface PlaybookDefinition {
  readonly name: string;
  /** The one host that it may touch. */
  readonly host: string;
  /** The labels by which alerts call for it. */
  readonly match: LabelMatcher;
  /** Absolute, on the worker's machine, like all files here. */
  readonly file: string;
  /** The playbook that takes it back; null where nothing does. */
  readonly undo: string | null;
  /** Where its variables and groups stand; null where it needs none. */
  readonly inventory: string | null;
  /** Handed to Ansible by its path, and never read here. */
  readonly vaultPasswordFile: string | null;
  readonly extraVars: Readonly<Record<string, string | number | boolean>>;
  readonly risk: Risk;
  /** At least one. */
  readonly proof: readonly PlaybookProof[];
  /** How long a run may take. */
  readonly timeoutMs: number;
}

/** The target of a configured playbook. */
export function playbookTarget({ host, name }: Pick<PlaybookDefinition, 'host' | 'name'>): Target {
  return canonicalPath('host', host, 'playbook', name);
}

/** Whether a target is a playbook. */
export function isPlaybookTarget(target: Target): boolean {
  return /^host\/[^/]+\/playbook\/[^/]+$/.test(target);
}
