import type { RunbookName } from '../names.ts';
import { matchesTarget } from '../remediation/policy.ts';
import type { Target } from '../target.ts';

/** What a freeze stops; what it leaves open means everything. */
export interface FreezeScope {
  /** A canonical target or the beginning of one, in which `*` stands for any one part. */
  readonly target: string | null;
  readonly runbook: RunbookName | null;
}

/** One pull of the kill switch. While it lasts no action begins that it covers. */
export interface Freeze {
  /** Names its scope: the same scope is never frozen twice. */
  readonly id: string;
  readonly scope: FreezeScope;
  readonly reason: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The kill switch was thrown, or put back. */
export interface FreezeChange {
  readonly frozen: boolean;
  readonly freeze: Freeze;
  /** The name that the order gave. */
  readonly by: string;
}

/** What is about to act, and on what. */
export interface FreezeQuestion {
  readonly target: Target;
  readonly runbook: RunbookName;
}

/** How many freezes there may be. The last place is kept for the one that stops everything. */
export const maxFreezes = 100;

/** How wide a freeze is: everything, a part of the targets, or one runbook wherever it runs. */
export const freezeKinds = ['global', 'target', 'runbook'] as const;
type FreezeKind = (typeof freezeKinds)[number];

/** The kind of a scope; one with a runbook counts as the runbook's, whatever its target. */
export function freezeKind({ target, runbook }: FreezeScope): FreezeKind {
  if (runbook !== null) return 'runbook';
  return target === null ? 'global' : 'target';
}

/** The id of the freeze of a scope: `global`, `target:<pattern>`, `runbook:<name>` or `runbook:<name>@<pattern>`. */
export function freezeId({ target, runbook }: FreezeScope): string {
  if (runbook === null) return target === null ? 'global' : `target:${target}`;
  return `runbook:${runbook}${target === null ? '' : `@${target}`}`;
}

/** Whether a freeze stops this runbook on this target. */
export function freezeCovers({ scope }: Freeze, { target, runbook }: FreezeQuestion): boolean {
  return (
    (scope.runbook === null || scope.runbook === runbook) &&
    (scope.target === null || matchesTarget(scope.target, target))
  );
}

/** The first freeze that stops this runbook on this target; undefined when it may act. */
export function freezeOn(freezes: readonly Freeze[], question: FreezeQuestion): Freeze | undefined {
  return freezes.find((freeze) => freezeCovers(freeze, question));
}

/** Whether a scope can be frozen beside what is frozen already. A global freeze always can. */
export function hasRoomFor(freezes: readonly Freeze[], scope: FreezeScope): boolean {
  const id = freezeId(scope);
  if (id === freezeId(everything) || freezes.some((freeze) => freeze.id === id)) return true;
  return freezes.filter(({ scope: taken }) => freezeKind(taken) !== 'global').length < maxFreezes - 1;
}

/** Adds a freeze. A scope that is frozen already stays as it is; one without room is left out: ask {@link hasRoomFor}. */
export function addFreeze(freezes: readonly Freeze[], freeze: Freeze): readonly Freeze[] {
  if (freezes.some(({ id }) => id === freeze.id) || !hasRoomFor(freezes, freeze.scope)) return freezes;
  return [...freezes, freeze];
}

/** Takes a freeze away; nothing changes where there is none by this id. */
export function removeFreeze(freezes: readonly Freeze[], id: string): readonly Freeze[] {
  return freezes.filter((freeze) => freeze.id !== id);
}

const everything: FreezeScope = { target: null, runbook: null };
