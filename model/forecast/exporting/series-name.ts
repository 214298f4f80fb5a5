import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Labels } from '../../alert/alert.ts';
import { canonicalJson } from '../../text/canonical-json.ts';
import { maskedLine } from '../../text/masked-line.ts';

const maxLength = 120;

/**
 * What a series is called: `instance=db-3,mountpoint=/data`, the same whatever the order of its labels. Where masking or
 * cutting took something away, a hash of the whole keeps it apart from others.
 */
export function seriesName(labels: Labels): string {
  const own = Object.entries(labels)
    .filter(([name]) => name !== '__name__')
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  const whole = own.map(([name, value]) => `${name}=${value}`).join(',');
  if (whole === '') return '-';
  const shown = maskedLine(whole, maxLength);
  if (shown === whole) return whole;
  const hash = bytesToHex(sha256(utf8ToBytes(canonicalJson(labels)))).slice(0, 8);
  return `${shown}~${hash}`;
}
