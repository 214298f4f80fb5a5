import type { CommandOutcome } from '../../clients/commands/command.ts';
import { onOneLine, plainLines, shorten } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';

/** What a command said, masked, on one line and short enough for a summary; begins with a colon if there is anything. */
export function lastWords({ output, truncated }: CommandOutcome, maxLength: number): string {
  // A cut may have left the second half of a secret, which nothing marks as one.
  const whole = truncated ? output.replace(/^\S*/, '') : output;
  const words = shorten(onOneLine(maskSecrets(plainLines(whole))), maxLength);
  return words ? `: ${words}` : '';
}
