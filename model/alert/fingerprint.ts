import type { Labels } from './alert.ts';

/** The 64-bit offset basis and prime of FNV, in halves: BigInt would take seconds for the largest bodies. */
const offsetBasis = { high: 0xcbf29ce4, low: 0x84222325 };
/** The prime is 2^40 + this. */
const primeBelow = 0x1b3;
const half = 2 ** 32;
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
  let { high, low } = offsetBasis;
  for (const part of pairs.flatMap(([name, value]) => [name, separator, value, separator])) {
    for (const byte of part) {
      low = (low ^ byte) >>> 0;
      const product = low * primeBelow;
      // The 2^40 of the prime moves the lower half to the upper one, by eight more bits.
      high = (high * primeBelow + Math.floor(product / half) + ((low << 8) >>> 0)) >>> 0;
      low = product >>> 0;
    }
  }
  return [high, low].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const differing = left.findIndex((byte, index) => byte !== right[index]);
  if (differing < 0) return left.length - right.length;
  return (left[differing] ?? 0) - (right[differing] ?? -1);
}
