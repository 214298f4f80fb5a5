import { maskedLine } from '../../../model/text/masked-line.ts';
import { maskSecrets } from '../../../model/text/redaction.ts';

/** Fields that say nothing of what an object is. */
const noise = new Set(['managedFields', 'kubectl.kubernetes.io/last-applied-configuration']);
const maxBytes = 64 * 1024;

/**
 * An object as evidence of it may be kept: values of variables are left out, because nobody can tell which of them are
 * secrets; every other text is masked.
 */
export function asEvidence(object: unknown): object {
  const plain = JSON.stringify(object, (key: string, value: unknown) => {
    if (noise.has(key)) return undefined;
    if (key === 'env' && Array.isArray(value)) return value.map(withoutValue);
    return typeof value === 'string' ? maskSecrets(value) : value;
  });
  if (Buffer.byteLength(plain) > maxBytes) return { cut: maskedLine(plain, maxBytes) };
  return JSON.parse(plain) as object;
}

function withoutValue(variable: unknown): unknown {
  if (typeof variable !== 'object' || variable === null || !('value' in variable)) return variable;
  return { ...variable, value: '[not kept]' };
}
