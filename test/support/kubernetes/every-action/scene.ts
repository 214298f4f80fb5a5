import { onTestFinished } from 'vitest';
import { actions } from '../../../../activities/actions/index.ts';
import type { ActionDependencies } from '../../../../activities/contracts/action-definition.ts';
import { clusterDirectory } from '../../../../activities/described/clusters.ts';
import { findOneOf } from '../../../../activities/kubernetes/object-of-action.ts';
import type { Cluster as Api } from '../../../../clients/kubernetes/cluster.ts';
import { createEvidenceFiles } from '../../../../clients/evidence/evidence-files.ts';
import { openCluster } from '../../../../clients/kubernetes/open-cluster.ts';
import { objectTarget } from '../../../../model/kubernetes/object.ts';
import type { ActionName } from '../../../../model/names.ts';
import type { ActionResult } from '../../../../model/remediation/plan.ts';
import type { Target } from '../../../../model/target.ts';
import { asActivity } from '../../acting/activity.ts';
import { aScratchFolder } from '../../scratch.ts';
import { servicesHere } from '../../hosts/services-here.ts';
import { aCluster } from '../builders.ts';
import type { Cluster } from '../use-control-plane.ts';
import type { ActionCase, ByPeople, NamedObject, Prepared } from './action-case.ts';

const kinds = ['Deployment', 'HorizontalPodAutoscaler', 'Job', 'Node', 'PersistentVolumeClaim', 'Pod'] as const;

/** An action that was planned, and is not carried out yet. */
export interface PlannedCase {
  readonly of: ActionCase;
  readonly prepared: Prepared;
  /** Carries it out by the way that is given, as if its preconditions had just been found to hold. */
  readonly perform: (deps: ActionDependencies) => Promise<ActionResult>;
  /** Looks at the target, as a worker does right before it acts. */
  readonly observe: (deps: ActionDependencies) => Promise<unknown>;
  readonly didHappen: (deps: ActionDependencies) => Promise<string>;
  /** Which object there is now under the name of the one that is changed; none where it is gone or about to go. */
  readonly uid: () => Promise<string>;
}

/** Every action, planned on objects of its own in one namespace. */
export async function everyAction(cluster: Cluster, cases: readonly ActionCase[]): Promise<readonly PlannedCase[]> {
  const { namespace, plane } = cluster;
  await plane.serveLogs({ namespace, containers: { '': { current: ['no such table'] } } });
  const people = await depsBy(cluster, plane.kubeconfigFile);
  const byPeople: ByPeople = async (action, object, settings) => {
    const [target, definition] = [targetOf(cluster, object), actions[action]];
    const facts = await definition.observe(target, people, settings);
    const { result, summary } = await asActivity(() => definition.perform(target, people, facts, settings));
    if (result !== 'done') throw new Error(`${action}: ${summary}`);
    return definition.undoSettings?.(facts, settings) ?? {};
  };
  return Promise.all(cases.map(async (one) => planned(cluster, people, one, await one.prepare(cluster, byPeople))));
}

async function planned(
  cluster: Cluster,
  people: ActionDependencies,
  of: ActionCase,
  prepared: Prepared,
): Promise<PlannedCase> {
  const [definition, target] = [actions[of.action], targetOf(cluster, prepared)];
  const { settings } = prepared;
  const facts = await definition.observe(target, people, settings);
  return {
    of,
    prepared,
    perform: (deps) => asActivity(() => definition.perform(target, deps, facts, settings)),
    observe: (deps) => definition.observe(target, deps, settings),
    didHappen: (deps) => definition.didHappen(target, facts, deps, settings),
    async uid() {
      const { api, kind, namespace, name } = findOneOf(
        targetOf(cluster, prepared.changes ?? prepared),
        kinds,
        people.findObject,
      );
      const { uid, deletionTimestamp } = (await api.get(kind, { namespace, name }))?.metadata ?? {};
      return deletionTimestamp === undefined ? (uid ?? 'none') : 'none';
    },
  };
}

/** What actions may use, as whoever the kubeconfig is of; `between` may stand between them and the API server. */
export async function depsBy(
  { plane, namespace }: Cluster,
  file: string,
  between: (api: Api) => Api = (api) => api,
): Promise<ActionDependencies> {
  const usual = aCluster();
  const definition = aCluster({
    access: { kind: 'kubeconfig', file, context: plane.context },
    requests: { perSecond: 500, burst: 500 },
    timeoutMs: 3_000,
    caps: { ...usual.caps, nodesAway: { most: 100, percent: 100 } },
    // Nobody answers there.
    dns: { namespace, deployment: 'restart-dns-pod' satisfies ActionName, servers: ['127.0.0.1:9'], names: ['a.test'] },
  });
  const api = openCluster(definition);
  onTestFinished(() => api.close());
  return {
    ...servicesHere(),
    findObject: clusterDirectory([{ api: between(api), definition }]),
    evidence: createEvidenceFiles(await aScratchFolder(), 3_600_000),
  };
}

function targetOf({ namespace }: Cluster, { kind, name }: NamedObject): Target {
  return objectTarget({ cluster: 'shop', namespace: kind === 'Node' ? null : namespace, kind, name });
}
