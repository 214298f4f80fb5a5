/** Why the API server did not do what it was asked for. */
export type KubernetesProblem =
  /** There is no such object any more. */
  | 'not-found'
  /** The object is another one, or has changed meanwhile. */
  | 'conflict'
  /** The account may not do this. */
  | 'forbidden'
  /** A disruption budget has no pod to spare. */
  | 'budget'
  /** The request itself is wrong, or is refused by a rule of the cluster. */
  | 'refused'
  /** No answer in time: asking again may help. */
  | 'unavailable';

/** A request that failed. Its message names the cluster, and no secret. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly problem: KubernetesProblem;
  /** Whether what was asked for may have happened all the same. */
  readonly mayHaveHappened: boolean;
  /** How long the API server asks to be left alone; null where it does not. */
  readonly retryAfterMs: number | null;

  constructor(
    problem: KubernetesProblem,
    message: string,
    mayHaveHappened = false,
    retryAfterMs: number | null = null,
  ) {
    super(message);
    this.problem = problem;
    this.mayHaveHappened = mayHaveHappened;
    this.retryAfterMs = retryAfterMs;
  }
}
