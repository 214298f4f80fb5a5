import type { IncidentStatus } from '../../../../model/incident/incident.ts';
import { objectTarget } from '../../../../model/kubernetes/object.ts';
import type { Facts } from '../../../../model/remediation/plan.ts';
import type { Episode } from '../../episodes.ts';
import { anEpisode } from '../../episodes.ts';
import type { Seen } from '../../scenarios/host-troubles.ts';
import { MockWorld } from '../../played/mock-world.ts';
import { reaches, untilVerified } from '../../played/staging.ts';
import type { Play, Scenario } from '../../played/test-bed.ts';

/** A node of which an alert tells, and what checks find of it. */
export interface SickNode {
  /** KubeNodeNotReady unless given. */
  readonly alert?: string;
  readonly seen: Seen;
  /** What the check of its state knows beside its health. */
  readonly facts?: Facts;
}

/** How it goes on. */
interface Course {
  readonly end: IncidentStatus;
  /** Whether it is healthy once it was cordoned. */
  readonly heals?: boolean;
  /** Whether something is done without anybody being asked. */
  readonly acts?: boolean;
  /** Whether the alert is over as soon as something was done. */
  readonly clearsAlert?: boolean;
}

/** A sick node of a cluster, in a world in which cordons and drains are no repairs. */
export function aSickNode({ alert = 'KubeNodeNotReady', ...sick }: SickNode & Course): Scenario {
  return {
    target: (host) => objectTarget({ cluster: 'test', namespace: null, kind: 'Node', name: host }),
    world: () => aWorldOf(sick),
    script: async (play) => {
      const { firing, resolved } = aNodeEpisode(play, alert);
      await play.incident.deliver(firing);
      if (sick.heals || sick.acts || sick.clearsAlert) {
        await reaches(play.incident, 'verifying');
        if (sick.clearsAlert) await play.incident.deliver(resolved);
        await play.pass(untilVerified);
      } else if (sick.end === 'resolved') {
        await play.incident.until(({ status }) => status === 'resolved');
      }
      return reaches(play.incident, sick.end);
    },
  };
}

/** The firing period of an alert on the play's node. */
export function aNodeEpisode({ target }: Pick<Play, 'target'>, alert: string): Episode {
  return anEpisode({ target, name: alert, labels: { node: target.slice(target.lastIndexOf('/') + 1) } });
}

function aWorldOf({ seen, facts, heals = false }: SickNode & Course): MockWorld {
  const world = new MockWorld();
  world.traitsOf = ({ action, target }) => ({
    risk: action === 'drain-node' ? 'destructive' : 'disruptive',
    undo: action === 'uncordon-node' ? null : { action: 'uncordon-node', target },
    ...(action === 'uncordon-node' ? {} : { contains: true }),
  });
  world.sees = async ({ check, target }) => {
    const isHealed = heals && world.orders.length > 0;
    const health = (isHealed ? undefined : seen[check]) ?? 'healthy';
    const known = { exists: 'yes', cordoned: 'no', ...facts };
    return { check, target, health, summary: `${check}: ${health}`, facts: check === 'node-state' ? known : {} };
  };
  return world;
}

/** The paths of the runbooks for nodes, and for objects that no other runbook knows. */
export const nodeScenarios = {
  'cordon-stands': aSickNode({
    alert: 'KubeNodeUnreachable',
    seen: { 'node-state': 'unhealthy' },
    end: 'escalated',
    clearsAlert: true,
  }),
  'node-given-back': aSickNode({ seen: { 'node-state': 'unhealthy' }, end: 'resolved', heals: true }),
  'object-looked-at': aSickNode({ alert: 'SomethingElse', seen: { 'object-state': 'unhealthy' }, end: 'escalated' }),
} as const satisfies Readonly<Record<string, Scenario>>;
