import type { Labels } from './alert.ts';

const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;
const separator = new Uint8Array([0xff]);
const utf8 = new TextEncoder();

/**
 * The fingerprint that Prometheus and Alertmanager give a label set: 64-bit FNV-1a over every name
 * and value in the order of the names (by bytes), each followed by the byte 0xff, as 16 hexadecimal
 * digits. Source of the formula: `LabelSet.Fingerprint` of prometheus/common.
 */
export function fingerprintOf(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => [utf8.encode(name), utf8.encode(value)] as const);
  pairs.sort(([left], [right]) => compareBytes(left, right));
  let hash = offsetBasis;
  for (const part of pairs.flatMap(([name, value]) => [name, separator, value, separator])) {
    for (const byte of part) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  }
  return hash.toString(16).padStart(16, '0');
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const differing = left.findIndex((byte, index) => byte !== right[index]);
  if (differing < 0) return left.length - right.length;
  return (left[differing] ?? 0) - (right[differing] ?? -1);
}
