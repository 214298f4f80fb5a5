/**
 * Every type that an activity's ApplicationFailure may carry, whether trying again can help,
 * and whether it belongs to the normal course of things.
 * docs/errors.md explains each; a test holds the two lists against each other.
 */
export const failureTypes = {
  UnknownTarget: { retryable: false, expected: true },
  UnknownChannel: { retryable: false, expected: false },
  NotHealthyYet: { retryable: true, expected: true },
  StillWatching: { retryable: true, expected: true },
  HealthNotProven: { retryable: false, expected: true },
  TargetLocked: { retryable: true, expected: true },
  NotAdmittedYet: { retryable: true, expected: true },
  AlertmanagerUnavailable: { retryable: true, expected: false },
  SilenceRefused: { retryable: false, expected: false },
  ClusterUnavailable: { retryable: true, expected: false },
  UnsafePlan: { retryable: false, expected: false },
  NotBegun: { retryable: true, expected: false },
  EffectPending: { retryable: true, expected: true },
  ChannelBusy: { retryable: true, expected: true },
  ChannelRefused: { retryable: false, expected: false },
  ChannelUnavailable: { retryable: true, expected: false },
  TemporalUnavailable: { retryable: true, expected: false },
  ResultsUnavailable: { retryable: true, expected: false },
  SenderUnknown: { retryable: true, expected: false },
  FreezesUnreadable: { retryable: true, expected: false },
  UnknownForecast: { retryable: false, expected: true },
  SeriesUnavailable: { retryable: true, expected: false },
  SeriesRefused: { retryable: false, expected: false },
} as const;
export type FailureType = keyof typeof failureTypes;
