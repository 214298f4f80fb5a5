import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterDefinition } from '../../../model/kubernetes/cluster.ts';
import type { RequestOutcome, RequestVerb } from '../../../model/kubernetes/request.ts';
import type { Access } from './access.ts';
import { breakOf, errorOf, isTooMany, refusalOf } from './answers.ts';
import type { Answer, Connections } from './exchange.ts';
import { BrokenExchange } from './exchange.ts';
import type { Question } from './question.ts';
import { createRateLimit } from '../../rate-limit.ts';
import { retryAfterOf } from './retry-after.ts';

/** Told of every single request. */
export interface RequestObserver {
  asked(cluster: string, verb: RequestVerb, outcome: RequestOutcome, seconds: number): void;
  waited(cluster: string, seconds: number): void;
}

/** Asks one question; fails only as `KubernetesError`. */
export type Ask = (question: Question) => Promise<Answer>;

interface Means {
  readonly access: Access;
  readonly connections: Connections;
  readonly observer: RequestObserver;
}

/** A page of 250 large pods has some 10 MB. */
const maxAnswerBytes = 32 * 1024 * 1024;

/** How often a read is sent again over a new connection when kept ones were closed meanwhile. */
const maxStale = 3;

/** Where the API server does not say how long to wait. */
const politeWaitMs = 1_000;

/** Makes the one way by which questions get to an API server: limited in rate, time and bytes. */
export function createAsk(
  { name, requests, timeoutMs }: Pick<ClusterDefinition, 'name' | 'requests' | 'timeoutMs'>,
  { access, connections, observer }: Means,
): Ask {
  const limit = createRateLimit(requests);

  const waitForTurn = async (question: Question, untilMs: number): Promise<void> => {
    const waitMs = limit.take(untilMs - performance.now());
    if (waitMs === null)
      throw errorOf(name, question, 'unavailable', 'more was asked than may be sent in time (kubernetes.requests)');
    observer.waited(name, waitMs / 1_000);
    if (waitMs > 0) await sleep(waitMs);
  };

  const sendOnce = async (question: Question, signal: AbortSignal): Promise<Answer> => {
    const { server, headers, options } = await inTime(access.find(), signal);
    const { method, path, query = {}, body, contentType = 'application/json' } = question;
    const url = new URL(`${server.replace(/\/+$/, '')}${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    return connections.exchange({
      method,
      url,
      headers: {
        ...headers,
        accept: 'application/json',
        'user-agent': 'nightshift',
        ...(body ? { 'content-type': contentType } : {}),
      },
      options,
      body: body ? JSON.stringify(body) : null,
      maxBytes: maxAnswerBytes,
      signal,
    });
  };

  const counted = async (question: Question, signal: AbortSignal): Promise<Answer> => {
    const beganAt = performance.now();
    const count = (outcome: RequestOutcome): void =>
      observer.asked(name, question.verb, outcome, (performance.now() - beganAt) / 1_000);
    try {
      const answer = await sendOnce(question, signal);
      count(isGood(answer) ? 'answered' : refusalOf(name, question, answer).problem);
      return answer;
    } catch (error) {
      count('unavailable');
      throw error;
    }
  };

  return async (question) => {
    const untilMs = performance.now() + timeoutMs;
    const signal = AbortSignal.timeout(timeoutMs);
    let wasRenewed = false;
    for (let stale = 0; ;) {
      try {
        await waitForTurn(question, untilMs);
        const answer = await counted(question, signal);
        if (isGood(answer) || question.accepts?.includes(answer.status)) return answer;
        if (answer.status === 401 && !wasRenewed) {
          wasRenewed = true;
          access.renew();
          continue;
        }
        const waitMs = retryAfterOf(answer.headers) ?? politeWaitMs;
        if (!isTooMany(answer) || performance.now() + waitMs > untilMs) throw refusalOf(name, question, answer);
        await sleep(waitMs);
      } catch (error) {
        const mayRepeat = error instanceof BrokenExchange && error.wasStale && !question.changes;
        stale += 1;
        if (!mayRepeat || stale > maxStale) throw breakOf(name, question, error);
      }
    }
  };
}

function isGood({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** What a program for credentials does may take for ever; nothing has been sent by then. */
async function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => {
    const tooLate = (): void => reject(new BrokenExchange('its credentials take too long', false));
    if (signal.aborted) tooLate();
    else signal.addEventListener('abort', tooLate, { once: true });
  });
  return Promise.race([promise, late]);
}
