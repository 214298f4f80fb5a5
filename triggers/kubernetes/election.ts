import type { V1Lease } from '@kubernetes/client-node';
import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import type { ElectionOptions, LeaseTiming } from './held-lease.ts';
import { HeldLease, microTime } from './held-lease.ts';
import { jittered, pause } from './pause.ts';

/** As Kubernetes' own components have it. */
export const usualTiming: LeaseTiming = { durationMs: 15_000, renewWithinMs: 10_000, retryMs: 2_000 };

/**
 * Takes part in an election until the signal says so: waits for the lease, leads, and waits again. Only the time that has passed
 * here since the lease was seen to change counts, so that no clock has to agree with another.
 */
export async function takePart(options: ElectionOptions, signal: AbortSignal): Promise<void> {
  const { api, timing, log, lead } = options;
  const claim = claimant(options);
  while (!signal.aborted) {
    try {
      const asked = performance.now();
      const lease = await claim();
      if (lease) {
        const held = new HeldLease(options, lease, asked);
        log.info({ cluster: api.name }, 'this trigger watches the cluster now');
        await held.leadUntil(signal, lead);
        log.info({ cluster: api.name }, 'this trigger does not watch the cluster any more');
      }
    } catch (error) {
      log.warn({ cluster: api.name, error: (error as Error).message }, 'the lease of the watch cannot be had');
    }
    await pause(jittered(timing.retryMs), signal);
  }
}

/** Makes what asks for the lease; it answers null while somebody else has it. */
function claimant({ api, lease: one, identity, timing }: ElectionOptions): () => Promise<V1Lease | null> {
  let observed = { record: '', at: performance.now() };

  const isFree = (lease: V1Lease): boolean => {
    const record = JSON.stringify(lease.spec ?? {});
    if (record !== observed.record) observed = { record, at: performance.now() };
    const holder = lease.spec?.holderIdentity;
    return !holder || holder === identity || performance.now() - observed.at >= timing.durationMs;
  };

  return async () => {
    try {
      const lease = (await api.get('Lease', one)) ?? (await api.create('Lease', emptyLease(one)));
      if (!isFree(lease)) return null;
      const { uid = '', resourceVersion = '' } = lease.metadata ?? {};
      const now = microTime();
      const spec = {
        holderIdentity: identity,
        leaseDurationSeconds: Math.max(1, Math.ceil(timing.durationMs / 1_000)),
        acquireTime: now,
        renewTime: now,
        leaseTransitions: (lease.spec?.leaseTransitions ?? 0) + 1,
      };
      const patch = { metadata: { uid, resourceVersion }, spec };
      return await api.patch('Lease', one, patch);
    } catch (error) {
      // Another one was faster.
      if (error instanceof KubernetesError && error.problem === 'conflict') return null;
      throw error;
    }
  };
}

function emptyLease({ namespace, name }: ElectionOptions['lease']): V1Lease {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { namespace, name }, spec: {} };
}
