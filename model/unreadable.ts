/** What takes the place of a message's argument that cannot be decoded. No message has this shape. */
export interface Unreadable {
  /** Why; never a word of what was sent. */
  readonly unreadablePayload: 'invalid JSON' | 'unknown encoding';
}

/** Whether a message's argument could not be decoded. A handler that takes almost any object asks this first. */
export function isUnreadable(value: unknown): value is Unreadable {
  return typeof value === 'object' && value !== null && 'unreadablePayload' in value;
}
