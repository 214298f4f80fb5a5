import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BodyAlert } from '../trigger/webhook-bodies.ts';
import { bodyOf } from './fleet.ts';

/** What one Alertmanager posts at one moment. */
export interface Flush {
  /** Milliseconds after the beginning of the storm. */
  readonly atMs: number;
  readonly alerts: readonly BodyAlert[];
}

/** The shortest time after which Alertmanager gives up on a flush. */
const flushTimeoutMs = 10_000;
const longestPauseMs = 10_000;

/** Plays Alertmanagers towards one trigger, and keeps what they hear. */
export class Senders {
  /** How often each answer was heard: its status, or what went wrong where there was none. */
  readonly answers = new Map<string, number>();
  readonly latenciesMs: number[] = [];
  alertsSent = 0;
  private readonly url: string;
  private readonly agent = new Agent({ keepAlive: true });

  constructor(url: string) {
    this.url = url;
  }

  /** Sends every flush at its time, and again until it is taken. */
  async sendAll(flushes: readonly Flush[]): Promise<void> {
    await Promise.all(
      flushes.map(async ({ atMs, alerts }) => {
        await sleep(atMs);
        await this.send(alerts);
      }),
    );
  }

  /** Sends one flush until it is taken, at the pace at which Alertmanager tries again. */
  async send(alerts: readonly BodyAlert[]): Promise<void> {
    const body = bodyOf(alerts);
    for (let pauseMs = 500; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
      const begunAt = performance.now();
      const answer = await this.post(body);
      this.latenciesMs.push(performance.now() - begunAt);
      this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1);
      this.alertsSent += alerts.length;
      if (answer === '200') return;
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private async post(body: string): Promise<string> {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { agent: this.agent, method: 'POST', headers, signal: AbortSignal.timeout(flushTimeoutMs) };
    try {
      const asked = request(this.url, options).end(body);
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      await text(response);
      return String(response.statusCode);
    } catch (error) {
      return `no answer: ${(error as Error).name}`;
    }
  }
}
