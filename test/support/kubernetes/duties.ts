import { actions } from '../../../activities/actions/index.ts';
import { checks } from '../../../activities/checks/index.ts';
import { clusterDirectory } from '../../../activities/described/clusters.ts';
import { createEvidenceFiles } from '../../../clients/evidence/evidence-files.ts';
import { openCluster } from '../../../clients/kubernetes/open-cluster.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { ActionName, CheckName } from '../../../model/names.ts';
import type { ActionResult, Facts, Settings } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import { servicesHere } from '../hosts/services-here.ts';
import { aCluster } from './builders.ts';
import type { Cluster } from './use-control-plane.ts';

interface DutyOptions {
  /** Whose rights Nightshift has; the administrator's unless given. */
  readonly account?: string;
  readonly protectedNamespaces?: readonly string[];
  /** Where evidence is kept; nowhere unless given. */
  readonly evidenceFolder?: string;
}

/** What Nightshift may do in the cluster of a test, one step at a time. */
export async function dutiesIn(
  cluster: Cluster,
  { account, protectedNamespaces = [], evidenceFolder }: DutyOptions = {},
) {
  const { plane } = cluster;
  const file = account === undefined ? plane.kubeconfigFile : await plane.kubeconfigOf(account);
  const definition = aCluster({
    access: { kind: 'kubeconfig', file, context: plane.context },
    requests: { perSecond: 500, burst: 500 },
    timeoutMs: 5_000,
    protectedNamespaces,
  });
  const api = openCluster(definition);
  const deps = {
    ...servicesHere(),
    findObject: clusterDirectory([{ api, definition }]),
    ...(evidenceFolder === undefined ? {} : { evidence: createEvidenceFiles(evidenceFolder, 60_000) }),
  };
  return {
    api,
    target: (kind: string, name: string): Target =>
      objectTarget({ cluster: definition.name, namespace: cluster.namespace, kind, name }),
    look: (check: CheckName, target: Target) => checks[check]({ check, target }, deps),
    observe: (action: ActionName, target: Target, settings?: Settings) =>
      actions[action].observe(target, deps, settings),
    /** As the engine does it: looks once more, and does it. */
    act: async (action: ActionName, target: Target, settings?: Settings): Promise<ActionResult> => {
      const now = await actions[action].observe(target, deps, settings);
      return actions[action].perform(target, deps, now, settings);
    },
    perform: (action: ActionName, target: Target, now: Facts, settings?: Settings) =>
      actions[action].perform(target, deps, now, settings),
    didHappen: (action: ActionName, target: Target, before: Facts, settings?: Settings) =>
      actions[action].didHappen(target, before, deps, settings),
  };
}
