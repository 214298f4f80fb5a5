import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { cancellationSignal } from '@temporalio/activity';
import type { EvidenceList } from '../../../clients/evidence/evidence-files.ts';
import { KubernetesError } from '../../../clients/kubernetes/failure.ts';
import type { DrainPlan, DrainedPod } from '../../../model/kubernetes/nodes/drain-plan.ts';
import { planDrain, podName } from '../../../model/kubernetes/nodes/drain-plan.ts';
import { isOver } from '../../../model/kubernetes/workloads/pod-state.ts';
import type { Permission } from '../../../model/kubernetes/rights/permission.ts';
import type { ActionResult } from '../../../model/remediation/plan.ts';
import { maskedLine } from '../../../model/text/masked-line.ts';
import type { Target } from '../../../model/target.ts';
import type { ActionDependencies } from '../../contracts/action-definition.ts';
import type { FoundObject } from '../../described/clusters.ts';
import { beginList, endList } from '../../evidence-list.ts';
import { changing } from '../changing.ts';
import { cordon, sameNode } from './cordoning.ts';
import { hasLocalData } from './local-data.ts';
import { controllerOf } from '../owned-pods.ts';
import { podState } from '../workloads/pod-states.ts';
import { shortageBeside } from './siblings.ts';

/** How a node is drained. */
interface DrainOptions {
  readonly uid: string | undefined;
  /** How long it may take in all. */
  readonly withinMs: number;
  /** How long what a budget has refused waits before it is asked for again; 5 s unless given. */
  readonly paceMs?: number;
  readonly permissions: readonly Permission[];
}

/** A kubelet takes 110 pods unless somebody has raised that. */
const mostPods = 1_000;

/** Drains a node: cordons it, asks for one pod after the other to go, and waits until they have gone. */
export async function drainNodeWithin(
  target: Target,
  deps: Pick<ActionDependencies, 'evidence' | 'findFreezeNow' | 'findObject'>,
  { uid, withinMs, paceMs = 5_000, permissions }: DrainOptions,
): Promise<ActionResult> {
  const object = deps.findObject(target);
  const evidence = await beginList(deps.evidence, { target, action: 'drain-node' }, 'nothing was evicted');
  if ('result' in evidence) return evidence;
  const { findFreezeNow = async () => undefined } = deps;
  const drain = new Drain(object, evidence, { deadline: Date.now() + withinMs, paceMs, findFreezeNow });
  const { result, summary } = await changing(permissions, async () => {
    await sameNode(object, uid);
    return drain.run(uid);
  });
  const place = await endList(evidence, { result, evicted: drain.evicted.size }, 'each pod');
  return { result, summary: maskedLine(`${summary}; ${place}`, 500) };
}

/** What a drain would do with the pods that are on a node now. */
export async function podsToEvict({ api, name, definition }: FoundObject): Promise<DrainPlan> {
  const { items, isWhole } = await api.list('Pod', {
    namespace: null,
    fields: `spec.nodeName=${name}`,
    most: mostPods,
  });
  if (!isWhole) throw new KubernetesError('refused', `there are more than ${mostPods} pods on ${name}`);
  return planDrain(items.map(drainedPod), definition.protectedNamespaces);
}

/** One drain: what it has asked for, and what kept it from more. */
class Drain {
  /** By the uids of the pods. */
  readonly evicted = new Set<string>();
  private readonly object: FoundObject;
  private readonly evidence: EvidenceList;
  private readonly pace: {
    readonly deadline: number;
    readonly paceMs: number;
    readonly findFreezeNow: () => Promise<string | undefined>;
  };
  /** Why the last pod did not go. */
  private obstacle = '';

  constructor(object: FoundObject, evidence: EvidenceList, pace: Drain['pace']) {
    [this.object, this.evidence, this.pace] = [object, evidence, pace];
  }

  async run(uid: string | undefined): Promise<string> {
    const { objections } = await podsToEvict(this.object);
    if (objections.length > 0)
      throw new KubernetesError('refused', `nothing was evicted, because ${objections.join('; ')}`);
    const cordoned = await cordon(this.object, uid);
    for (;;) {
      const { evict, leave, objections: since } = await this.look();
      // Pods come until the cordon is seen, and some tolerate it.
      if (since.length > 0) throw this.stopped(`because ${since.join('; ')}`);
      if (evict.length === 0)
        return `${cordoned}; evicted ${podCount(this.evicted.size)}, left ${podCount(leave.length)}`;
      for (const pod of evict) if (!this.evicted.has(pod.uid) && this.goesOn) await this.evict(pod);
      if (!this.goesOn) throw this.broken(evict);
      await sleep(Math.max(0, Math.min(this.pace.paceMs, this.pace.deadline - Date.now())));
    }
  }

  private get goesOn(): boolean {
    return Date.now() < this.pace.deadline && !cancellationSignal().aborted;
  }

  /** An API server that is away for a moment ends no drain. */
  private async look(): Promise<DrainPlan> {
    for (;;) {
      try {
        return await podsToEvict(this.object);
      } catch (error) {
        if (!isTransient(error) || !this.goesOn) throw error;
        await sleep(this.pace.paceMs);
      }
    }
  }

  private async evict(pod: DrainedPod): Promise<void> {
    const { uid, controller } = pod;
    await this.insistOnThaw();
    try {
      const shortage = await shortageBeside(this.object.api, pod);
      if (shortage !== null) {
        this.obstacle = `: ${shortage}`;
        return;
      }
      await this.object.api.evict(pod, { uid });
    } catch (error) {
      if (!(error instanceof KubernetesError)) throw error;
      // Gone, or another one by now: there is nothing left to ask for.
      if (error.problem === 'not-found' || error.problem === 'conflict') return;
      if (error.problem !== 'budget' && !isTransient(error)) throw error;
      this.obstacle = `: ${error.message}`;
      return;
    }
    this.evicted.add(uid);
    this.evidence.add({ evicted: podName(pod), uid, controller, at: new Date().toISOString() });
  }

  /** A drain takes minutes: a kill switch that is pulled meanwhile ends it before the next pod. */
  private async insistOnThaw(): Promise<void> {
    const freeze = await this.pace.findFreezeNow().catch(() => 'nobody can tell whether it is frozen');
    if (freeze !== undefined) throw this.stopped(`because it is forbidden: ${freeze}`);
  }

  private stopped(why: string): KubernetesError {
    return new KubernetesError('refused', `stopped after it had evicted ${podCount(this.evicted.size)}, ${why}`);
  }

  private broken(left: readonly DrainedPod[]): KubernetesError {
    const names = left.slice(0, 3).map(podName).join(', ');
    const gone = `evicted ${podCount(this.evicted.size)}; ${podCount(left.length)} did not go in time, such as ${names}`;
    return new KubernetesError('refused', `${gone}${this.obstacle}`);
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof KubernetesError && error.problem === 'unavailable';
}

function podCount(count: number): string {
  return `${count} pod${count === 1 ? '' : 's'}`;
}

const safeToEvict = 'cluster-autoscaler.kubernetes.io/safe-to-evict';

function drainedPod(pod: V1Pod): DrainedPod {
  const { metadata = {}, status } = pod;
  const keeper = controllerOf(metadata);
  const says = metadata.annotations?.[safeToEvict];
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    controller: keeper?.kind ?? null,
    keeper: keeper ? { name: keeper.name, uid: keeper.uid } : null,
    isReady: podState(pod).isReady,
    isStatic: metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined,
    hasEnded: isOver(status),
    hasLocalData: hasLocalData(pod),
    isSafeToEvict: says === 'true' ? true : says === 'false' ? false : null,
  };
}
