import { maskedLine } from '../../model/text/masked-line.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** No XML may hold these, not even escaped. */
const notInXml = /[\ufffe\uffff]/g;

/** Text from outside as it may stand in a picture: one line, short, without secrets; not yet escaped. */
export function harmless(text: string, maxLength: number): string {
  return maskedLine(text, maxLength).replace(notInXml, '');
}

/** Whatever stands in the text stays text, inside elements and attributes alike. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => entities[mark] ?? '');
}
