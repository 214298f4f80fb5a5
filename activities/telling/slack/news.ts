import { createHash } from 'node:crypto';

const markLength = 16;

/**
 * The lines of a story that a thread has not been told.
 *
 * @param told the mark of the last line that it was told, as {@link lastTold} makes it.
 */
export function newsIn(story: readonly string[], told: string | undefined): readonly string[] {
  return story.slice(story.findLastIndex((line) => markOf(line) === told) + 1);
}

/** What a receipt keeps of a story, to know later what is new: nothing of what it says. */
export function lastTold(story: readonly string[]): string {
  return markOf(story.at(-1) ?? '');
}

function markOf(line: string): string {
  return createHash('sha256').update(line).digest('hex').slice(0, markLength);
}
