import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import { checks } from '../../../activities/checks/index.ts';
import { clusterDirectory } from '../../../activities/described/clusters.ts';
import type { EvidenceStore } from '../../../clients/evidence/evidence-files.ts';
import { createEvidenceFiles } from '../../../clients/evidence/evidence-files.ts';
import { openCluster } from '../../../clients/kubernetes/open-cluster.ts';
import type { ClusterDefinition } from '../../../model/kubernetes/cluster.ts';
import { objectTarget } from '../../../model/kubernetes/object.ts';
import type { ActionName, CheckName } from '../../../model/names.ts';
import type { ActionResult, Facts, Settings } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import { aScratchFolder } from '../scratch.ts';
import { servicesHere } from '../hosts/services-here.ts';
import { aCluster } from './builders.ts';
import type { Cluster } from './use-control-plane.ts';

/** A step as a plan would have it, which can be carried out and taken back. */
interface PlannedAction {
  readonly facts: Facts;
  readonly undoSettings: Settings;
  /** Carries it out as if its preconditions had just been found to hold. */
  readonly perform: () => Promise<ActionResult>;
  readonly didHappen: () => Promise<string>;
  readonly undo: () => Promise<ActionResult>;
  readonly wasUndone: () => Promise<string>;
}

/** Nightshift's actions and checks on a control plane, by an account that has the rights of one action and no other. */
interface ActingOnObjects {
  readonly target: (kind: string, name: string, namespace?: string) => Target;
  /** Allows the account what the actions say that they need. */
  readonly allow: (...names: readonly ActionName[]) => Promise<void>;
  readonly plan: (action: ActionName, target: Target, settings?: Settings) => Promise<PlannedAction>;
  /** What the account of people would see; it may read everything. */
  readonly look: (check: CheckName, target: Target) => ReturnType<(typeof checks)[CheckName]>;
  /** Everything that was kept as evidence. */
  readonly evidence: () => Promise<string>;
}

/** The account by which actions are carried out. */
export const actor = 'nightshift-worker';

/** Opens a control plane for the actions and checks of a test. */
export async function actingOn(
  cluster: Cluster,
  overrides: Partial<ClusterDefinition> = {},
  evidence?: EvidenceStore,
): Promise<ActingOnObjects> {
  const { plane } = cluster;
  const folder = await aScratchFolder();
  const open = (file: string) => {
    const access = { kind: 'kubeconfig', file, context: plane.context } as const;
    const definition = aCluster({ access, requests: { perSecond: 500, burst: 500 }, timeoutMs: 3_000, ...overrides });
    const api = openCluster(definition);
    onTestFinished(() => api.close());
    return clusterDirectory([{ api, definition }]);
  };
  const deps = {
    ...servicesHere(),
    findObject: open(await plane.kubeconfigOf(actor)),
    evidence: evidence ?? createEvidenceFiles(folder, 3_600_000),
  };
  const people = { ...deps, findObject: open(plane.kubeconfigFile) };

  return {
    target: (kind, name, namespace = cluster.namespace) => objectTarget({ cluster: 'shop', namespace, kind, name }),
    async allow(...names) {
      const all = names.flatMap((name) => actions[name].permissions ?? []);
      // Only classes are in no namespace.
      const [wide, own] = [true, false].map((isWide) =>
        all.filter(({ group }) => (group === 'storage.k8s.io') === isWide),
      );
      for (const [kind, rules] of [
        ['ClusterRole', wide],
        ['Role', own],
      ] as const)
        await cluster.create({ ...rbac(kind, cluster.namespace), rules: rules?.map(ruleOf) }, {
          ...rbac(`${kind}Binding`, cluster.namespace),
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: cluster.namespace },
          subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: actor }],
        } as object);
    },
    async plan(action, target, settings) {
      const definition = actions[action];
      const facts = await definition.observe(target, people, settings);
      const undoSettings = definition.undoSettings?.(facts, settings) ?? {};
      const back = definition.undo && actions[definition.undo];
      return {
        facts,
        undoSettings,
        perform: () => definition.perform(target, deps, facts, settings),
        didHappen: () => definition.didHappen(target, facts, people, settings),
        undo: () => back?.perform(target, deps, {}, undoSettings) ?? Promise.reject(new Error('there is no undo')),
        wasUndone: () => back?.didHappen(target, {}, people, undoSettings) ?? Promise.resolve('no undo'),
      };
    },
    look: (check, target) => checks[check]({ check, target }, people),
    async evidence() {
      const files = await readdir(folder);
      return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('');
    },
  };
}

function rbac(kind: string, name: string) {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name } };
}

function ruleOf({
  group,
  resource,
  verbs,
}: {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
}) {
  return { apiGroups: [group], resources: [resource], verbs: [...verbs] };
}
