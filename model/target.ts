import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { LabelMatcher } from './alert/matcher.ts';
import type { RunbookName } from './names.ts';

/**
 * What is sick, in canonical form: `kubernetes/<cluster>/<namespace>/<Kind>/<name>`, `host/<name>`,
 * `host/<name>/service/<unit>`, `host/<name>/disk/<path>`, `host/<name>/certificate/<name>`, `host/<name>/playbook/<name>`,
 * `host/<name>/clock`, `host/<name>/unit/<unit>`, `host/<name>/dns` or `host/<name>/limits`. Every part is percent-encoded, so
 * a hostile label can neither add a part nor leave one out.
 */
export type Target = string;

/** Something that operators described, and the labels by which alerts mean it. */
export interface DescribedTarget {
  readonly target: Target;
  readonly match: LabelMatcher;
  /** The runbook for alerts that mean it so, whatever their name; by their name unless given. */
  readonly runbook?: RunbookName;
}

/** Bytes a key built from labels may have: a workflow id adds a prefix, and some databases stop at 255. */
export const maxKeyBytes = 200;

/** Whether a text can be a canonical path: nothing but what {@link canonicalPath} writes, and no longer. */
export function isCanonicalPath(text: string): boolean {
  return text.length <= maxKeyBytes && /^[A-Za-z0-9\-_.~%/]+$/.test(text);
}

/** Whether a text is the first part of targets. */
export function isTargetKind(text: string): boolean {
  return text === 'kubernetes' || text === 'host';
}

/** Joins parts into a canonical path. A path that grows too long keeps its beginning and ends in its SHA-256. */
export function canonicalPath(...parts: readonly string[]): string {
  const path = parts.map(encodePart).join('/');
  if (path.length <= maxKeyBytes) return path;
  return `${path.slice(0, maxKeyBytes - 33)}~${bytesToHex(sha256(utf8ToBytes(path))).slice(0, 32)}`;
}

/** The target of a configured service. */
export function serviceTarget(service: { readonly host: string; readonly name: string }): Target {
  return canonicalPath('host', service.host, 'service', service.name);
}

/** The parts that a canonical path was joined from; null where it had to be cut, or is none. */
export function partsOfTarget(target: Target): readonly string[] | null {
  if (target.includes('~')) return null;
  try {
    return target.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
}

function encodePart(part: string): string {
  // encodeURIComponent leaves these alone, and refuses lone surrogates, which JSON may carry.
  return encodeURIComponent(part.toWellFormed()).replace(/[!'()*~]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}
