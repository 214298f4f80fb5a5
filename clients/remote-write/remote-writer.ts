import { setTimeout as sleep } from 'node:timers/promises';
import { hostOf, post } from '../http.ts';
import type { WrittenSeries } from './write-request.ts';
import { encodeWriteRequest } from './write-request.ts';

/** Where series are written to. */
interface RemoteWriteSettings {
  readonly url: string;
  /** Secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** How long each further attempt waits. */
  readonly retryAfterMs?: readonly number[];
}

/** Writes series into a Prometheus, or into anything that speaks its remote-write. */
export interface RemoteWriter {
  /**
   * Writes all series, in as many requests as receivers like to have. What does not answer is tried again a few times.
   *
   * @throws RemoteWriteError
   * @throws the signal's reason when it is aborted while it waits.
   */
  write(series: readonly WrittenSeries[], signal: AbortSignal): Promise<void>;
}

/** Series were not written. Its message names the host and a reason, and no secret. */
export class RemoteWriteError extends Error {
  override readonly name = 'RemoteWriteError';
  /** `refused` is what writing again does not change. */
  readonly outcome: 'refused' | 'unavailable';

  constructor(outcome: 'refused' | 'unavailable', reason: string) {
    super(`remote-write ${outcome === 'refused' ? 'is refused' : 'is not answered'} (${reason})`);
    this.outcome = outcome;
  }
}

/** As many as Prometheus itself sends at once. */
const seriesPerRequest = 2_000;
const defaultRetryAfterMs = [1_000, 4_000];

/** Makes the writer; nothing is connected before it is used. */
export function createRemoteWriter(settings: RemoteWriteSettings): RemoteWriter {
  const { url, retryAfterMs = defaultRetryAfterMs } = settings;
  const headers = {
    ...settings.headers,
    'content-type': 'application/x-protobuf',
    'content-encoding': 'snappy',
    'x-prometheus-remote-write-version': '0.1.0',
  };

  const send = async (body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<void> => {
    for (const waitMs of [...retryAfterMs, null]) {
      const { outcome, reason } = await post(url, body, headers);
      if (outcome === 'delivered') return;
      if (outcome === 'refused' || waitMs === null) throw new RemoteWriteError(outcome, `${hostOf(url)}: ${reason}`);
      await sleep(waitMs, undefined, { signal });
    }
  };

  return {
    async write(series, signal) {
      for (let first = 0; first < series.length; first += seriesPerRequest) {
        await send(encodeWriteRequest(series.slice(first, first + seriesPerRequest)), signal);
      }
    },
  };
}
