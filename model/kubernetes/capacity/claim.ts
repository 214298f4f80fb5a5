import type { Facts } from '../../remediation/plan.ts';
import type { ClusterCaps } from '../cluster.ts';
import { bytesInWords } from '../quantity.ts';
import { nextClaimSize } from './next-step.ts';

/** What there is to know of a claim. Amounts are in bytes. */
export interface ClaimFindings {
  /** Of the claim; of the volume where there is no claim to it. */
  readonly phase: string;
  /** What was asked for, or what it has where that is more. */
  readonly size: number;
  readonly capacity: number;
  /** The class, and whether volumes of it may grow. */
  readonly storageClass: string | null;
  readonly isExpandable: boolean;
  readonly isResizing: boolean;
  /** What stands in the way of a resize, in the API's words. */
  readonly trouble: string | null;
  /** Percent that are used, as Prometheus has it; null where nobody measures it. */
  readonly usedPercent: number | null;
  readonly inodesPercent: number | null;
  readonly caps: Pick<ClusterCaps, 'claim'>;
}

/** From here on something fills up. The critical alert fires at 97. */
const full = 85;

/** Whether a claim is bound, and has room as far as anybody measures that. */
export function claimHealth(claim: ClaimFindings): 'healthy' | 'unhealthy' | 'unknown' {
  const { phase, trouble, usedPercent, inodesPercent } = claim;
  if (phase !== 'Bound' || trouble !== null) return 'unhealthy';
  if ((usedPercent ?? 0) >= full || (inodesPercent ?? 0) >= full) return 'unhealthy';
  return usedPercent === null || inodesPercent === null ? 'unknown' : 'healthy';
}

/** One sentence about a claim. */
export function describeClaim(claim: ClaimFindings): string {
  const { phase, size, capacity, storageClass, isExpandable, isResizing, trouble, usedPercent, inodesPercent } = claim;
  return [
    `${phase}, ${bytesInWords(capacity)}${capacity < size ? ` of the ${bytesInWords(size)} that it asks for` : ''}`,
    usedPercent === null ? 'usage not measured' : `${usedPercent} % used`,
    ...(inodesPercent === null ? [] : [`${inodesPercent} % of its inodes`]),
    storageClass === null
      ? 'no class'
      : `the class ${storageClass} ${isExpandable ? 'lets it grow' : 'does not let it grow'}`,
    ...(isResizing ? ['a resize is under way'] : []),
    ...(trouble === null ? [] : [trouble]),
  ].join(', ');
}

/** What can be done about a claim that fills up: its next size, or why people have to look. */
type ClaimAnswer = { readonly bytes: number } | { readonly because: string };

/** Decides whether a claim is expanded. Nothing is ever deleted from one. */
export function nextSize(claim: ClaimFindings): ClaimAnswer {
  const { phase, size, isExpandable, isResizing, trouble, usedPercent, inodesPercent, caps } = claim;
  if (phase !== 'Bound') return { because: `it is ${phase}, and not bound` };
  if (trouble !== null) return { because: 'its last resize is stuck' };
  if (isResizing) return { because: 'a resize is under way already' };
  if (usedPercent !== null && usedPercent < full && (inodesPercent ?? 0) >= full)
    return { because: 'it runs out of inodes, which more space does not always help' };
  if (!isExpandable) return { because: 'room has to be made in it, or its data moved' };
  const bytes = nextClaimSize(size, caps);
  return bytes === null ? { because: `it has reached the cap of ${bytesInWords(caps.claim.mostBytes)}` } : { bytes };
}

/** Findings as facts of a check; {@link readClaimFacts} reads them. */
export function claimFacts(claim: ClaimFindings): Facts {
  return {
    phase: claim.phase,
    size: String(claim.size),
    capacity: String(claim.capacity),
    storageClass: claim.storageClass ?? '',
    isExpandable: String(claim.isExpandable),
    isResizing: String(claim.isResizing),
    trouble: claim.trouble ?? '',
    usedPercent: String(claim.usedPercent ?? ''),
    inodesPercent: String(claim.inodesPercent ?? ''),
    stepPercent: String(claim.caps.claim.stepPercent),
    mostBytes: String(claim.caps.claim.mostBytes),
  };
}

/** The findings in the facts of a check. */
export function readClaimFacts(facts: Facts): ClaimFindings {
  return {
    phase: facts['phase'] ?? '',
    size: Number(facts['size']),
    capacity: Number(facts['capacity']),
    storageClass: facts['storageClass'] || null,
    isExpandable: facts['isExpandable'] === 'true',
    isResizing: facts['isResizing'] === 'true',
    trouble: facts['trouble'] || null,
    usedPercent: numberOrNone(facts['usedPercent']),
    inodesPercent: numberOrNone(facts['inodesPercent']),
    caps: { claim: { stepPercent: Number(facts['stepPercent']), mostBytes: Number(facts['mostBytes']) } },
  };
}

function numberOrNone(text = ''): number | null {
  return text === '' ? null : Number(text);
}
