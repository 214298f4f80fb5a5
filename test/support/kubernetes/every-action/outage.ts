import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActionDependencies } from '../../../../activities/contracts/action-definition.ts';
import type { Cluster as Api } from '../../../../clients/kubernetes/cluster.ts';
import { openCluster } from '../../../../clients/kubernetes/open-cluster.ts';
import { aScratchFolder } from '../../scratch.ts';
import { aCluster } from '../builders.ts';
import { aTcpProxy } from '../access/tcp-proxy.ts';
import type { Cluster } from '../use-control-plane.ts';
import type { PlannedCase } from './scene.ts';
import { depsBy } from './scene.ts';

/** An API server that is away just when many actions change something. */
interface Outage extends AsyncDisposable {
  /** Carries an action out as a worker would; what it and then its `didHappen` said, until it was settled. */
  readonly carriedOut: (step: PlannedCase) => Promise<readonly string[]>;
  /** When nobody answers any more. */
  readonly begun: Promise<void>;
  readonly end: () => void;
}

/**
 * Prepares an outage that begins when so many actions have come to their first change. Of every other one the change
 * still arrives, and only the answer is lost.
 */
export async function anOutage(cluster: Cluster, actions: number): Promise<Outage> {
  const { plane } = cluster;
  const proxy = await aTcpProxy(Number(new URL(plane.url).port));
  const file = join(await aScratchFolder(), 'kubeconfig');
  const text = await readFile(plane.kubeconfigFile, 'utf8');
  await writeFile(file, text.replace(new URL(plane.url).host, `127.0.0.1:${proxy.port}`), { mode: 0o600 });
  const direct = openCluster(
    aCluster({ access: { kind: 'kubeconfig', file: plane.kubeconfigFile, context: plane.context } }),
  );
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  let [awaited, planned] = [actions, 0];
  const arrive = () => {
    if (--awaited > 0) return;
    proxy.cut();
    begin();
  };

  return {
    begun,
    end: () => proxy.mend(),
    async carriedOut(step) {
      const [arrivesOnce, isHeard] = [once(arrive), planned++ % 2 === 0];
      const deps = await depsBy(cluster, file, (api) =>
        beforeFirstChange(api, async (change) => {
          if (isHeard) await change(direct);
          arrivesOnce();
          await begun;
        }),
      );
      return settled(step, deps, arrivesOnce);
    },
    async [Symbol.asyncDispose]() {
      direct.close();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

async function settled(step: PlannedCase, deps: ActionDependencies, ended: () => void): Promise<readonly string[]> {
  const history: string[] = [];
  for (;;) {
    const { result, summary } = await step.perform(deps).finally(ended);
    history.push(result === 'failed' ? summary : result);
    if (result !== 'unknown') return history;
    const happened = await answered(() => step.didHappen(deps));
    history.push(happened);
    if (happened !== 'no') return history;
    await answered(() => step.observe(deps));
  }
}

/** Asks until there is an answer. */
async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Error) || !('type' in error) || error.type !== 'ClusterUnavailable') throw error;
    }
  }
}

type Change = (api: Api) => Promise<unknown>;

/** Has something happen right before the first change that is no rehearsal. */
function beforeFirstChange(api: Api, happens: (change: Change) => Promise<void>): Api {
  let isFirst = true;
  const first = async (isRehearsal: boolean | undefined, change: Change) => {
    if (isRehearsal || !isFirst) return;
    isFirst = false;
    await happens(change);
  };
  return {
    ...api,
    async patch(kind, one, patch, options) {
      await first(options?.dryRun, (other) => other.patch(kind, one, patch, options));
      return api.patch(kind, one, patch, options);
    },
    async create(kind, object, options) {
      await first(options?.dryRun, (other) => other.create(kind, object, options));
      return api.create(kind, object, options);
    },
    async delete(kind, one, options) {
      await first(options.dryRun, (other) => other.delete(kind, one, options));
      return api.delete(kind, one, options);
    },
    async evict(pod, options) {
      await first(options.dryRun, (other) => other.evict(pod, options));
      return api.evict(pod, options);
    },
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}
