const special = /[\\`*_{}[\]()#+\-.!|~<>&:@$=^"']/g;
// eslint-disable-next-line no-control-regex -- control characters are exactly what is meant
const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

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

/** Cuts a text to a number of characters, with an ellipsis as its last. */
export function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, Math.max(0, maxLength - 1)).toWellFormed()}…`;
}
