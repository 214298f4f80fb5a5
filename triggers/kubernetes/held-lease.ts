import type { V1Lease } from '@kubernetes/client-node';
import type { Logger } from 'pino';
import type { Cluster } from '../../clients/kubernetes/cluster.ts';
import { KubernetesError } from '../../clients/kubernetes/failure.ts';
import { pause } from './pause.ts';

/** How an election is held. */
export interface ElectionOptions {
  readonly api: Pick<Cluster, 'name' | 'get' | 'create' | 'patch'>;
  readonly lease: { readonly namespace: string; readonly name: string };
  /** Nobody else's. */
  readonly identity: string;
  readonly timing: LeaseTiming;
  readonly log: Logger;
  /** Leads until the signal of the lease says that it is over. */
  readonly lead: (lease: HeldLease) => Promise<void>;
}

/** All in milliseconds. */
export interface LeaseTiming {
  /** A lease that nobody has renewed for so long is anybody's. */
  readonly durationMs: number;
  /** Whoever could not renew its lease for so long leads no more: before anybody else may begin. */
  readonly renewWithinMs: number;
  readonly retryMs: number;
}

/** Where the alerts that fire are written down for whoever leads next. */
const memoryAnnotation = 'nightshift.io/firing';

/**
 * A lease that this process holds, renewed until it is let go or lost. It is lost by this process's own watch: as soon as it
 * could not be renewed in time, whatever has become of the requests.
 */
export class HeldLease {
  private readonly options: ElectionOptions;
  private readonly lost = new AbortController();
  private lease: V1Lease;
  private heldUntil: number;
  private expiry: NodeJS.Timeout | undefined;
  /** One at a time: each names the version that it changes. */
  private writing: Promise<unknown> = Promise.resolve();

  /** @param asked when it was asked for. */
  constructor(options: ElectionOptions, lease: V1Lease, asked: number) {
    this.options = options;
    this.lease = lease;
    this.heldUntil = asked + options.timing.renewWithinMs;
    this.expire();
  }

  /** Says when it is over. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /** Whether it is held now: a process that has slept hears of the end too late. */
  isHeld(): boolean {
    return !this.lost.signal.aborted && performance.now() < this.heldUntil;
  }

  /** What was written down last, by whomever; null where nothing was. */
  remembered(): string | null {
    return this.lease.metadata?.annotations?.[memoryAnnotation] ?? null;
  }

  /** Writes down what the next one has to know. It fails where the lease is not held any more. */
  async remember(text: string): Promise<void> {
    if (text !== this.remembered()) await this.write({ annotations: { [memoryAnnotation]: text } });
  }

  /** Leads until the signal says so or the lease is lost, and lets it go. */
  async leadUntil(signal: AbortSignal, lead: ElectionOptions['lead']): Promise<void> {
    const stop = (): void => this.lost.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      await Promise.all([this.renew(), lead(this).finally(stop)]);
    } finally {
      signal.removeEventListener('abort', stop);
      clearTimeout(this.expiry);
      if (performance.now() < this.heldUntil) await this.write({}, null).catch(() => undefined);
    }
  }

  private async renew(): Promise<void> {
    const { timing, log, api } = this.options;
    while (!this.signal.aborted) {
      await pause(timing.retryMs, this.signal);
      if (this.signal.aborted) return;
      await this.write({}).catch((error: unknown) =>
        log.warn({ cluster: api.name, error: (error as Error).message }, 'the lease of the watch was not renewed'),
      );
    }
  }

  private async write(metadata: object, holderIdentity: string | null = this.options.identity): Promise<void> {
    const next = this.writing.then(() => this.writeNow(metadata, holderIdentity));
    this.writing = next.catch(() => undefined);
    await next;
  }

  private async writeNow(metadata: object, holderIdentity: string | null): Promise<void> {
    const { api, lease: one, timing, identity } = this.options;
    const asked = performance.now();
    const { uid = '', resourceVersion = '' } = this.lease.metadata ?? {};
    const patch = { metadata: { ...metadata, uid, resourceVersion }, spec: { holderIdentity, renewTime: microTime() } };
    try {
      this.lease = await api.patch('Lease', one, patch);
    } catch (error) {
      if (!(error instanceof KubernetesError) || error.problem !== 'conflict') throw error;
      // Somebody else has written: a newer holder, or only an annotation.
      const lease = await api.get('Lease', one);
      if (lease?.metadata?.uid !== uid || lease.spec?.holderIdentity !== identity) this.lost.abort();
      else this.lease = lease;
      throw error;
    }
    this.heldUntil = asked + timing.renewWithinMs;
    this.expire();
  }

  private expire(): void {
    clearTimeout(this.expiry);
    this.expiry = setTimeout(() => this.lost.abort(), this.heldUntil - performance.now());
  }
}

/** Now, as leases write it: for people, nothing is decided by it. */
export function microTime(): string {
  return new Date().toISOString().replace('Z', '000Z');
}
