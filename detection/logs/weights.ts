/** What each piece of evidence is worth; docs/decisions/0015 explains them, and how they were tuned. */
export interface Weights {
  readonly warning: number;
  readonly error: number;
  readonly fatal: number;
  /** Names a cause of failure; tells only that something else is sick. */
  readonly exitCause: number;
  readonly exitEffect: number;
  readonly isNew: number;
  /** At most, by the logarithm of the ratio. */
  readonly exploded: number;
  readonly significance: number;
  /** Other values, or silence. */
  readonly values: number;
  readonly silence: number;
  /** Begins with the first failure or before it. */
  readonly early: number;
  /** First to fail in traces; never first is the negative of it. */
  readonly firstInTraces: number;
  /** Speaks of a change, once; for each of at most two kinds. */
  readonly changeWords: number;
  readonly strainedWords: number;
  /** Blames another service that has findings; is of a service that is blamed. */
  readonly blames: number;
  readonly isBlamed: number;
  /** Comes from, or names, a service that fails or is blamed, for evidence that is no failure itself. */
  readonly isInvolved: number;
  /** Echoes a finding that is placed before it. */
  readonly echo: number;
}

/** As they were set by hand, before they were tried: where tuning begins. */
export const untuned: Weights = {
  warning: 0.8,
  error: 1.5,
  fatal: 2,
  exitCause: 2.5,
  exitEffect: -0.75,
  isNew: 1,
  exploded: 1,
  significance: 0.5,
  values: 1,
  silence: 2,
  early: 2,
  firstInTraces: 1,
  changeWords: 1,
  strainedWords: 1,
  blames: -1.5,
  isBlamed: 0.75,
  isInvolved: 0.5,
  echo: -1,
};

/** As they are used: what tuning changed. */
export const weights: Weights = {
  ...untuned,
  error: 1.25,
  isNew: 1.25,
  significance: 0.25,
  strainedWords: 1.75,
  isInvolved: 0.25,
};
