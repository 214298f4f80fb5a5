// A dot or colon between digits and a hyphen within a word mean nothing, and times and addresses stay readable.
const special = /[\\`*_{}[\]()#+!|~<>&@$=^"']|(?<!\d)[.:]|[.:](?!\d)|(?<![\p{L}\p{N}])-|-(?![\p{L}\p{N}])/gu;
// eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
const controls = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;
// eslint-disable-next-line no-control-regex -- terminal escapes are control characters
const terminalEscape = /\u001b\[[0-?]{0,20}[ -/]{0,4}[@-~]/g;
// eslint-disable-next-line no-control-regex -- line feed and tab may stay
const controlsInLines = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * Makes hostile text harmless inside Markdown: control, line-break and direction characters become one
 * space, and every character with a meaning in Markdown or HTML becomes a numeric character reference,
 * so that neither links nor autolinks nor tags can arise.
 */
export function escapeMarkdown(text: string): string {
  return onOneLine(text).replace(special, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** Control, line-break and direction characters become one space: safe for terminals and one-line summaries. */
export function onOneLine(text: string): string {
  return text.toWellFormed().replace(controls, ' ').trim();
}

/** Text of a terminal without its colours and control characters; its lines stay. */
export function plainLines(text: string): string {
  return text.toWellFormed().replace(terminalEscape, '').replace(controlsInLines, '');
}

/** Cuts a text to a number of characters, with an ellipsis as its last. */
export function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, Math.max(0, maxLength - 1)).toWellFormed()}…`;
}

/**
 * One line that stays inert wherever it is shown, as Markdown or as plain text: for summaries, which
 * the Temporal UI renders in some places and prints in others. Marks become spaces, and nothing that a
 * renderer turns into a link by itself survives.
 */
export function inertLine(text: string, maxLength: number): string {
  const words = onOneLine(text).replace(/[^\p{L}\p{N} /.,:;=%~+-]+/gu, ' ');
  const unlinked = words.replace(/:\/\//g, ': //').replace(/\bwww\./gi, 'www .');
  return shorten(unlinked.replace(/ {2,}/g, ' ').trim(), maxLength);
}

/** As many whole lines as fit a number of bytes: a cut inside an escape or a list would change its meaning. */
export function withinBytes(lines: readonly string[], limit: number): readonly string[] {
  let bytes = 0;
  const surplus = lines.findIndex((line) => {
    bytes += bytesOf([line]);
    return bytes > limit;
  });
  return surplus < 0 ? lines : lines.slice(0, surplus);
}

/** The bytes of lines with their line ends. */
export function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + new TextEncoder().encode(line).length + 1, 0);
}
