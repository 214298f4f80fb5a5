import { onOneLine, plainLines, shorten } from './markdown.ts';
import { maskSecrets } from './redaction.ts';

/**
 * Text from outside as one plain line without secrets, for histories, summaries and messages; not escaped for any medium.
 * Colours go first, because they may stand between a key and its secret; it is cut last, because masking may need all of
 * what it hides.
 */
export function maskedLine(text: string, maxLength: number): string {
  return shorten(onOneLine(maskSecrets(plainLines(text))), maxLength);
}
