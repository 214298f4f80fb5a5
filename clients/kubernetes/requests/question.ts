import type { RequestVerb } from '../../../model/kubernetes/request.ts';

/** One request to an API server, before it is sent. */
export interface Question {
  /** As it is counted. */
  readonly verb: RequestVerb;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With its names checked. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly contentType?: string;
  /** Whether anything is different when it has been done. */
  readonly changes: boolean;
  /** Statuses that are an answer too. */
  readonly accepts?: readonly number[];
  /** What an account must be allowed for it, such as `create pods/eviction`. */
  readonly right: string;
  /** Of what, in words: `shop/web`. */
  readonly subject: string;
}
