import { once } from 'node:events';
import { connect } from 'node:net';
import type { Probe } from '../model/service.ts';

export interface ProbeAnswer {
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  /** One plain line without the address' credentials or query. */
  readonly summary: string;
}

/** Error codes that say something about this machine or its name service, and nothing about the service. */
const inconclusive = new Set(['EAI_AGAIN', 'ENOTFOUND', 'EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENETUNREACH']);

/** Asks a service once whether it answers. Never rejects. Redirects are not followed. */
export async function askProbe(probe: Probe): Promise<ProbeAnswer> {
  try {
    return probe.kind === 'http' ? await askHttp(probe) : await askTcp(probe);
  } catch (error) {
    const code = errorCode(error);
    return {
      health: inconclusive.has(code) ? 'unknown' : 'unhealthy',
      summary: `${nameOf(probe)} does not answer (${code})`,
    };
  }
}

async function askHttp(probe: Extract<Probe, { kind: 'http' }>): Promise<ProbeAnswer> {
  const response = await fetch(probe.url, { redirect: 'manual', signal: AbortSignal.timeout(probe.timeoutMs) });
  await response.body?.cancel();
  const health = response.status === probe.expectStatus ? 'healthy' : 'unhealthy';
  return { health, summary: `${nameOf(probe)} answers ${response.status}` };
}

async function askTcp(probe: Extract<Probe, { kind: 'tcp' }>): Promise<ProbeAnswer> {
  const socket = connect({ host: probe.host, port: probe.port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(probe.timeoutMs) });
    return { health: 'healthy', summary: `${nameOf(probe)} accepts connections` };
  } finally {
    socket.destroy();
  }
}

function nameOf(probe: Probe): string {
  if (probe.kind === 'tcp') return `tcp ${probe.host}:${probe.port}`;
  const { host, pathname } = new URL(probe.url);
  return `http ${host}${pathname}`;
}

function errorCode(error: unknown): string {
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: { code?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  if (name === 'TimeoutError' || name === 'AbortError') return 'no answer in time';
  return typeof code === 'string' ? code : (name ?? 'error');
}
