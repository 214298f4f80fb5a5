import type { RequestResult } from '../metrics/webhook.ts';

/** Alertmanager retries 5xx only, and soon; a 4xx comes back with the next flush of its group. */
const statusCodes = {
  'invalid-body': 400,
  'invalid-alert': 400,
  unauthorized: 401,
  overloaded: 503,
  'temporal-unavailable': 503,
} as const satisfies Partial<Record<RequestResult, number>>;

type RefusalResult = keyof typeof statusCodes;

/** A request that is turned away on purpose; its message is what the sender reads and logs. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly statusCode: number;
  readonly result: RefusalResult;

  constructor(result: RefusalResult, message: string, cause?: unknown) {
    super(message, { cause });
    this.result = result;
    this.statusCode = statusCodes[result];
  }
}

/** Makes a refusal, to be thrown. Its cause is for our own log only. */
export function refuse(result: RefusalResult, message: string, cause?: unknown): Refusal {
  return new Refusal(result, message, cause);
}
