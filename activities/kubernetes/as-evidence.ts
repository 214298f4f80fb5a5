import type { EvidenceStore } from '../../clients/evidence/evidence-files.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import { maskSecrets } from '../../model/text/redaction.ts';
import { beginList, endList } from '../evidence-list.ts';

/** What is never kept: what may be a secret whatever it looks like, and what only machines read. */
const leftOut = new Set([
  'binaryData',
  'data',
  'kubectl.kubernetes.io/last-applied-configuration',
  'managedFields',
  'stringData',
]);
const maxBytes = 64 * 1024;

/**
 * An object as evidence of it may be kept: data and values of settings are left out, because nobody can tell which of them
 * are secrets; every other text is masked.
 */
export function asEvidence(object: object): object {
  const plain = JSON.stringify(object, (key: string, value: unknown) => {
    if (leftOut.has(key)) return undefined;
    if (key === 'value' && value !== undefined) return '[not kept]';
    return typeof value === 'string' ? maskSecrets(value) : value;
  });
  if (Buffer.byteLength(plain) > maxBytes) return { cut: maskedLine(plain, maxBytes) };
  return JSON.parse(plain) as object;
}

/**
 * Keeps all of an object where people find it, without the values of its settings.
 *
 * @returns where it is, in words.
 */
export async function keepWhole(store: EvidenceStore, about: object, items: readonly object[]): Promise<string> {
  const list = await beginList(store, about, 'not kept');
  if ('result' in list) return list.summary;
  for (const item of items) list.add(asEvidence(item));
  return endList(list, { items: items.length }, 'kept whole');
}
