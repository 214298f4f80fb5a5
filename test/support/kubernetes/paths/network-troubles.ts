import type { IncidentStatus } from '../../../../model/incident/incident.ts';
import { objectTarget } from '../../../../model/kubernetes/object.ts';
import type { CheckName } from '../../../../model/names.ts';
import type { CheckResult } from '../../../../model/remediation/check.ts';
import type { Facts } from '../../../../model/remediation/plan.ts';
import type { Target } from '../../../../model/target.ts';
import { anEpisode } from '../../episodes.ts';
import { MockWorld } from '../../played/mock-world.ts';
import { reaches, untilVerified } from '../../played/staging.ts';
import type { Scenario } from '../../played/test-bed.ts';

/** What checks see; of what is not given nobody can tell. */
export type Sight = Partial<Record<CheckName, Pick<CheckResult, 'health'> & Partial<CheckResult>>>;

/** What does not answer in a cluster, and what checks see of it before and after something was done. */
interface NetworkTrouble {
  readonly alert: string;
  readonly target: (name: string) => Target;
  readonly before: Sight;
  /** What is seen after so many actions; as before where nothing is said. */
  readonly after?: Readonly<Record<number, Sight>>;
  /** How many rungs act and are verified; none unless given. */
  readonly rungs?: number;
  readonly end: IncidentStatus;
  readonly stage?: (world: MockWorld) => void;
}

/** Plays an alert of something in a cluster until its book is closed. */
export function aNetworkTrouble(trouble: NetworkTrouble): Scenario {
  const { alert: name, target: sick, rungs = 0, end } = trouble;
  return {
    target: sick,
    world: () => worldOf(trouble),
    script: async ({ incident, target, world, pass }) => {
      const { firing, resolved } = anEpisode({ target, name });
      await incident.deliver(firing);
      let seen = 0;
      for (let rung = 0; rung < rungs; rung++) {
        await incident.until(({ status }) => status === 'verifying' && doings(world) > seen);
        seen = doings(world);
        await pass(untilVerified);
      }
      await reaches(incident, end);
      await incident.deliver(resolved);
      return incident.closed();
    },
  };
}

/** An object of a kind in the namespace `shop`. */
export function inShop(kind: string): (name: string) => Target {
  return (name) => objectTarget({ cluster: 'c1', namespace: 'shop', kind, name });
}

/** What is known of the pods of the DNS. */
export function dnsFacts(more: Facts): Facts {
  return { namespace: 'kube-system', restart: '', crashLooping: '', ...more };
}

/** What was done, in order, and to what: `do remove-endpoint web-a`. */
export function doneIn({ orders }: MockWorld): readonly string[] {
  return orders.map(({ kind, action, target }) => `${kind} ${action} ${target.slice(target.lastIndexOf('/') + 1)}`);
}

function worldOf({ before, after = {}, stage }: NetworkTrouble): MockWorld {
  const world = new MockWorld();
  world.traitsOf = ({ action, target }) =>
    action === 'remove-endpoint'
      ? { risk: 'disruptive', undo: { action: 'restore-endpoint', target }, contains: true }
      : { risk: 'disruptive', undo: null };
  world.sees = async ({ check, target }) => {
    const found = (after[doings(world)] ?? before)[check] ?? { health: 'unknown' };
    return { check, target, summary: `${check}: ${found.health}`, ...found };
  };
  stage?.(world);
  return world;
}

function doings({ orders }: MockWorld): number {
  return orders.filter(({ kind }) => kind === 'do').length;
}
