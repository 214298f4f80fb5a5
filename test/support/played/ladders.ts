import { fileURLToPath } from 'node:url';
import type { ActionOrder } from '../../../model/remediation/action-order.ts';
import type { Step } from '../../../model/remediation/plan.ts';
import type { Episode } from '../episodes.ts';
import { anEpisode } from '../episodes.ts';
import type { MockWorld } from './mock-world.ts';
import type { Play } from './test-bed.ts';

/** The entry of the bundle whose runbook plans what its alert says. */
export const ladderRunbook = fileURLToPath(new URL('../workflows/ladder-runbook.ts', import.meta.url));

/** An alert that asks for a ladder such as `drain restart | rebuild`. */
export function aLadder({ target }: Pick<Play, 'target'>, ladder: string): Episode {
  return anEpisode({ target, labels: { ladder } });
}

/** The word that a ladder has for the action of an order. */
export function partOf({ target }: Pick<ActionOrder, 'target'>): string {
  return target.slice(target.lastIndexOf('/') + 1);
}

/** What was done, in order: `do drain`, `undo drain`. */
export function doingsOf({ orders }: MockWorld): readonly string[] {
  return orders.map((order) => `${order.kind} ${partOf(order)}`);
}

/** Gives every action an undo of its own kind, but for those that are named. */
export function undoable(world: MockWorld, ...withoutUndo: readonly string[]): void {
  world.traitsOf = (action): Pick<Step, 'risk' | 'undo'> => ({
    risk: 'disruptive',
    undo: withoutUndo.includes(partOf(action)) ? null : action,
  });
}

/** Gives every action an undo of its own kind; those that are named heal nothing, and only contain the trouble. */
export function containing(world: MockWorld, ...parts: readonly string[]): void {
  world.traitsOf = (action) => ({
    risk: 'disruptive',
    undo: action,
    ...(parts.includes(partOf(action)) ? { contains: true } : {}),
  });
}

/** Has the sick target be healthy from the named action on, until that is taken back. */
export function healedBy(world: MockWorld, part: string): void {
  const { sees } = world;
  world.sees = (check) => {
    const last = world.orders.findLast((order) => partOf(order) === part);
    if (last?.kind === 'do') world.up.add(check.target);
    else world.up.delete(check.target);
    return sees(check);
  };
}
