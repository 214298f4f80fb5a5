/**
 * Every type that an activity's ApplicationFailure may carry, whether trying again can help,
 * and whether it belongs to the normal course of things.
 * docs/errors.md explains each; a test holds the two lists against each other.
 */
export const failureTypes = {
  UnknownTarget: { retryable: false, expected: true },
  UnknownChannel: { retryable: false, expected: false },
  NotHealthyYet: { retryable: true, expected: true },
  ChannelRefused: { retryable: false, expected: false },
  ChannelUnavailable: { retryable: true, expected: false },
  TemporalUnavailable: { retryable: true, expected: false },
} as const;
export type FailureType = keyof typeof failureTypes;
