import { maskedLine } from '../../model/text/masked-line.ts';
import { maskSecrets } from '../../model/text/redaction.ts';

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
