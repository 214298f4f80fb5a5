import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { actions } from '../../../../activities/actions/index.ts';
import { checks } from '../../../../activities/checks/index.ts';
import type { ActionDependencies } from '../../../../activities/contracts/action-definition.ts';
import { clusterDirectory } from '../../../../activities/described/clusters.ts';
import type { Cluster as Api } from '../../../../clients/kubernetes/cluster.ts';
import { openCluster } from '../../../../clients/kubernetes/open-cluster.ts';
import { createEvidenceFiles } from '../../../../clients/evidence/evidence-files.ts';
import type { ClusterDefinition } from '../../../../model/kubernetes/cluster.ts';
import type { ActionName, CheckName } from '../../../../model/names.ts';
import type { CheckResult } from '../../../../model/remediation/check.ts';
import type { Action, ActionResult, Facts, Settings } from '../../../../model/remediation/plan.ts';
import type { Target } from '../../../../model/target.ts';
import { asActivity } from '../../acting/activity.ts';
import { servicesHere } from '../../hosts/services-here.ts';
import { aCluster } from '../builders.ts';
import type { Cluster } from '../use-control-plane.ts';

/** An action of which its facts are known, as in a sealed plan. */
interface PlannedAction {
  readonly facts: Facts;
  readonly undo: Action | null;
  /** Performs it now, as the worker would after it has compared the facts. */
  readonly perform: () => Promise<ActionResult>;
  readonly didHappen: () => Promise<'yes' | 'no' | 'unknown'>;
}

/** A described cluster whose actions and checks are asked without a worker. */
export interface DescribedCluster {
  /** What actions may use. */
  readonly deps: ActionDependencies;
  readonly plan: (action: ActionName, target: Target, settings?: Settings) => Promise<PlannedAction>;
  /** What an undo does: it has no preconditions. */
  readonly undo: (planned: PlannedAction) => Promise<ActionResult>;
  readonly check: (check: CheckName, target: Target) => Promise<Omit<CheckResult, 'check' | 'target'>>;
  /** Everything that was kept as evidence, list by list. */
  readonly evidence: () => Promise<readonly string[]>;
}

interface DescribedOptions extends Partial<Pick<ClusterDefinition, 'protectedNamespaces'>> {
  /** As many nodes as there are unless given. */
  readonly nodesAway?: ClusterDefinition['caps']['nodesAway'];
  /** As whom; the administrator unless given. */
  readonly account?: string;
  /** What stands between an action and the API server. */
  readonly between?: (api: Api) => Api;
}

/** Describes the cluster of a test to Nightshift, under the name `test`. */
export async function describeCluster(
  { plane }: Pick<Cluster, 'plane'>,
  { account, between = (api) => api, nodesAway = { most: 1_000, percent: 100 }, ...overrides }: DescribedOptions = {},
): Promise<DescribedCluster> {
  const file = account === undefined ? plane.kubeconfigFile : await plane.kubeconfigOf(account);
  const access = { kind: 'kubeconfig', file, context: plane.context } as const;
  const caps = { ...aCluster().caps, nodesAway };
  const definition = aCluster({ name: 'test', access, timeoutMs: 2_000, caps, ...overrides });
  const opened = openCluster(definition);
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-evidence-'));
  onTestFinished(async () => {
    opened.close();
    await rm(folder, { recursive: true, force: true });
  });
  const api = between(opened);
  const deps = {
    ...servicesHere(),
    findObject: clusterDirectory([{ api, definition }]),
    evidence: createEvidenceFiles(folder, 3_600_000),
  };
  const perform = async (action: ActionName, target: Target, settings: Settings | undefined, now: Facts) =>
    asActivity(() => actions[action].perform(target, deps, now, settings));
  return {
    deps,
    async plan(action, target, settings) {
      const definitionOf = actions[action];
      const facts = await definitionOf.observe(target, deps, settings);
      const undoSettings = definitionOf.undoSettings?.(facts, settings);
      const undo = definitionOf.undo && {
        action: definitionOf.undo,
        target,
        ...(undoSettings && { settings: undoSettings }),
      };
      return {
        facts,
        undo,
        perform: () => perform(action, target, settings, facts),
        didHappen: () => definitionOf.didHappen(target, facts, deps, settings),
      };
    },
    async undo({ undo }) {
      if (!undo) throw new Error('nothing takes it back');
      const { action, target, settings } = undo;
      return perform(action, target, settings, await actions[action].observe(target, deps, settings));
    },
    check: (check, target) => checks[check]({ check, target }, deps),
    evidence: async () => {
      const files = await readdir(folder);
      return Promise.all(files.toSorted().map((name) => readFile(join(folder, name), 'utf8')));
    },
  };
}
