import { maskedLine } from '../../model/text/masked-line.ts';

/** No XML may hold these, not even escaped. */
const notInXml = /[\ufffe\uffff]/g;

/** Text from outside as it may stand in a picture: one line, short, without secrets; not yet escaped. */
export function harmless(text: string, maxLength: number): string {
  return maskedLine(text, maxLength).replace(notInXml, '');
}
