import type { ClusterCaps } from '../cluster.ts';
import { mebibyte } from '../quantity.ts';

/** What a memory limit is raised to: half as much again, in whole MiB and under the cap; null where the cap is reached. */
export function nextMemoryLimit(bytes: number, { memoryBytes }: Pick<ClusterCaps, 'memoryBytes'>): number | null {
  const wanted = Math.ceil((bytes * 1.5) / mebibyte);
  const most = Math.floor(memoryBytes / mebibyte);
  return larger(Math.min(wanted, most) * mebibyte, bytes);
}

/** What a workload is scaled out to: half as many more, at least one, under the cap; null where the cap is reached. */
export function nextReplicas(count: number, { replicas }: Pick<ClusterCaps, 'replicas'>): number | null {
  return larger(Math.min(Math.max(count + 1, Math.ceil(count * 1.5)), replicas.most), count);
}

/** What an autoscaler's maximum is raised to: a quarter more, at least one, under the cap; null where the cap is reached. */
export function nextAutoscalerMax(max: number, { autoscalerMost }: Pick<ClusterCaps, 'autoscalerMost'>): number | null {
  return larger(Math.min(Math.max(max + 1, Math.floor(max * 1.25)), autoscalerMost), max);
}

/** What a claim is expanded to: one step of the cap, in whole MiB, and never beyond its most; null where that is reached. */
export function nextClaimSize(bytes: number, { claim }: Pick<ClusterCaps, 'claim'>): number | null {
  const stepped = (bytes * (100 + claim.stepPercent)) / 100;
  return larger(Math.floor(Math.min(stepped, claim.mostBytes) / mebibyte) * mebibyte, bytes);
}

/** A step that would not make something larger is none. */
function larger(wanted: number, now: number): number | null {
  return wanted > now ? wanted : null;
}
