import type { CommandOutcome } from '../../clients/commands/command.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

/** What a command said, masked, on one line and short enough for a summary; begins with a colon if there is anything. */
export function lastWords({ output, truncated }: CommandOutcome, maxLength: number): string {
  // A cut may have left the second half of a secret, which nothing marks as one.
  const whole = truncated ? output.replace(/^\S*/, '') : output;
  const words = maskedLine(whole, maxLength);
  return words ? `: ${words}` : '';
}
