import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asYaml, readRoles } from '../../../cli/rbac.ts';
import { castVote } from '../../../clients/temporal/operators/votes.ts';
import { follow } from '../../../demo/follow.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { Ballot } from '../../../model/remediation/vote.ts';
import type { Target } from '../../../model/target.ts';
import { startOwnProcesses } from '../own-processes.ts';
import { aWayThatCanBeCut } from './access/cut-off.ts';
import { objectsIn } from './access/deployed.ts';
import type { Cluster } from './use-control-plane.ts';
import { aNamespaceOfItsOwn } from './use-control-plane.ts';

/** The account that may look at everything and change nothing, in a test's control plane. */
export const onlooker = 'system:serviceaccount:nightshift:nightshift-worker';

/**
 * By what names Nightshift knows the one cluster, and how it reaches it there: directly, as somebody who may only look,
 * or by ways that a test can cut without taking the API server from the others.
 */
type Name = 'shop' | 'looked-at' | 'cut-before' | 'cut-between';

interface Story {
  /** A namespace of its own. */
  readonly there: Cluster;
  readonly target: Target;
  /** Sends an alert of the namespace, of a rule that does not wait before it fires. */
  readonly alert: (labels: Readonly<Record<string, string>>) => Promise<void>;
  /** The incident, once people are asked. */
  readonly asked: () => Promise<IncidentRecord>;
  readonly vote: (ballot: Ballot, record: IncidentRecord) => Promise<unknown>;
  /** The incident, once it is over. */
  readonly ended: () => Promise<IncidentRecord>;
}

/** Nightshift as processes of their own beside a control plane, and incidents that do not get into each other's way. */
export interface RunsScene {
  /** Begins what happens to one workload. */
  readonly story: (kind: string, name: string, within?: Name) => Promise<Story>;
  readonly ways: Readonly<
    Record<'cut-before' | 'cut-between', { readonly cut: () => void; readonly restore: () => void }>
  >;
  readonly close: () => Promise<void>;
}

const patience = { withinMs: 80_000 };

/** Starts everything; the control plane has to know the {@link onlooker}. */
export async function openRunsScene(cluster: Cluster): Promise<RunsScene> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-runs-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const { plane } = cluster;
  const ways = {
    'cut-before': await aWayThatCanBeCut(plane, join(folder, 'before')),
    'cut-between': await aWayThatCanBeCut(plane, join(folder, 'between')),
  };
  for (const way of Object.values(ways)) cleanup.defer(() => way.close());
  const [role, ...others] = objectsIn(asYaml(readRoles()));
  if (!role) throw new Error('there is no role for looking');
  await cluster.create(role, ...others);
  const kubeconfigs: Readonly<Record<Name, string>> = {
    shop: plane.kubeconfigFile,
    'looked-at': await plane.kubeconfigOf(onlooker),
    'cut-before': ways['cut-before'].kubeconfigFile,
    'cut-between': ways['cut-between'].kubeconfigFile,
  };
  const clusters = Object.entries(kubeconfigs).map(([name, kubeconfig]) => ({
    name,
    kubeconfig,
    context: plane.context,
    timeout: '3s',
    sidecar: 'proxy',
  }));
  const { client, alert } = await startOwnProcesses(folder, cleanup, {
    kubernetes: { clusters },
    policy: {
      modes: [{ mode: 'auto' }],
      verification: { within: '15s', hold: '1s', checks: 2 },
      incident: { holdDown: '30s', clearWithin: '1m' },
      guard: { parallel: 20, storm: { targets: 100 } },
    },
  });
  const kept = cleanup.move();

  const until = async (target: Target, isSo: (record: IncidentRecord) => boolean): Promise<IncidentRecord> => {
    const record = await follow({ client }, { target }, isSo, patience);
    if (!record) throw new Error(`the incident of ${target} did not come to what was wanted`);
    return record;
  };

  return {
    ways,
    close: () => kept.disposeAsync(),
    async story(kind, name, within = 'shop') {
      const there = await aNamespaceOfItsOwn(cluster);
      const { namespace } = there;
      const target = objectTarget({ cluster: within, namespace, kind, name });
      return {
        there,
        target,
        alert: (labels) =>
          alert({
            labels: { cluster: within, namespace, severity: 'warning', ...labels },
            annotations: { nightshift_for: '0s' },
            startsAt: new Date().toISOString(),
          }),
        asked: () => until(target, ({ approval, outcome }) => approval !== null || outcome !== null),
        vote: (ballot, { approval }) =>
          castVote(client, target, ballot, { code: approval?.code ?? '', by: 'ann', comment: '' }),
        ended: () => until(target, ({ outcome }) => outcome !== null),
      };
    },
  };
}
