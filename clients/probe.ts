import { once } from 'node:events';
import { get as getHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { connect } from 'node:net';
import type { HttpAnswer } from '../model/kubernetes/network/backend.ts';
import type { NetworkProbe } from '../model/service.ts';

/** What a probe found. */
export interface ProbeAnswer {
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  /** One plain line without the address' credentials or query. */
  readonly summary: string;
}

/**
 * Error codes that say something about this machine, its name service or the probe's own description,
 * and nothing about the service. Node's own begin with `ERR_`.
 */
const inconclusive = /^(?:ERR_.*|EAI_.*|ENOTFOUND|EMFILE|ENFILE|EADDRNOTAVAIL|ENETUNREACH|EACCES|EPERM|error)$/;

/** Asks a service once whether it answers. Never rejects. Redirects are not followed. */
export async function askProbe(probe: NetworkProbe): Promise<ProbeAnswer> {
  try {
    return probe.kind === 'http' ? await askHttp(probe) : await askTcp(probe);
  } catch (error) {
    const code = errorCode(error);
    return {
      health: inconclusive.test(code) ? 'unknown' : 'unhealthy',
      summary: `${nameOf(probe)} does not answer (${code})`,
    };
  }
}

async function askHttp(probe: Extract<NetworkProbe, { kind: 'http' }>): Promise<ProbeAnswer> {
  const status = await statusOf(probe.url, probe.timeoutMs, {});
  return {
    health: status === probe.expectStatus ? 'healthy' : 'unhealthy',
    summary: `${nameOf(probe)} answers ${status}`,
  };
}

/**
 * Sends one request over a connection of its own, and says by which status it was answered. Never rejects. Redirects are
 * not followed.
 *
 * @param host what the request says whom it is for, where the address does not.
 */
export async function askStatus(url: string, timeoutMs: number, host?: string): Promise<HttpAnswer> {
  try {
    return { status: await statusOf(url, timeoutMs, host === undefined ? {} : { host }) };
  } catch (error) {
    const code = errorCode(error);
    return { problem: `no answer (${code})`, isOurs: inconclusive.test(code) };
  }
}

async function statusOf(url: string, timeoutMs: number, headers: Readonly<Record<string, string>>): Promise<number> {
  // Not fetch, which refuses some ports and addresses by itself: a healthy service would look dead.
  const get = url.startsWith('https:') ? getHttps : getHttp;
  const request = get(url, { agent: false, headers, signal: AbortSignal.timeout(timeoutMs) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // Only the status counts; the rest of the answer may break off as it likes.
  request.on('error', () => undefined);
  response.on('error', () => undefined).destroy();
  return response.statusCode ?? 0;
}

async function askTcp(probe: Extract<NetworkProbe, { kind: 'tcp' }>): Promise<ProbeAnswer> {
  const socket = connect({ host: probe.host, port: probe.port });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(probe.timeoutMs) });
    return { health: 'healthy', summary: `${nameOf(probe)} accepts connections` };
  } finally {
    socket.destroy();
  }
}

function nameOf(probe: NetworkProbe): string {
  if (probe.kind === 'tcp') return `tcp ${probe.host}:${probe.port}`;
  const { host, pathname } = new URL(probe.url);
  return `http ${host}${pathname}`;
}

function errorCode(error: unknown): string {
  const { name, code } = error as { name?: string; code?: unknown };
  if (name === 'AbortError') return 'no answer in time';
  return typeof code === 'string' ? code : 'error';
}
