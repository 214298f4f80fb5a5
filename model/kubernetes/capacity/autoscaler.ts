import { durationInWords } from '../../text/duration.ts';
import type { Facts } from '../../remediation/plan.ts';
import { nextAutoscalerMax } from './next-step.ts';

/** What there is to know of an autoscaler and of what it scales. */
export interface AutoscalerFindings {
  readonly least: number;
  readonly max: number;
  readonly current: number;
  readonly desired: number;
  /** How many replicas serve; null where what is scaled cannot be read. */
  readonly available: number | null;
  /** Whether it says that it would want more than its maximum. */
  readonly wantsMore: boolean;
  /** For how long it has been kept from more, in milliseconds; null where it does not say. */
  readonly limitedForMs: number | null;
  /** Why it cannot scale, in its own words; null where it can. */
  readonly trouble: string | null;
  /** Pods of it for which no node has room. */
  readonly unschedulable: number;
  /** Pods of it that were killed for want of memory. */
  readonly killedForMemory: number;
  /** Whether it scales by memory alone, which more replicas seldom lower. */
  readonly byMemoryAlone: boolean;
  /** For how long it does not ask for less once it has asked for more, in milliseconds. */
  readonly settlesMs: number;
  /** The cap on its maximum. */
  readonly most: number;
}

/**
 * Whether an autoscaler has what it asks for, and could ask for more. Right after its maximum was raised it asks for less,
 * but has not looked at it yet: until then it still says that it would want more.
 */
export function autoscalerHealth(findings: AutoscalerFindings): 'healthy' | 'unhealthy' | 'unknown' {
  const { desired, max, available, trouble, wantsMore } = findings;
  if (desired >= max || wantsMore || (available !== null && available < desired)) return 'unhealthy';
  return trouble === null && available !== null ? 'healthy' : 'unknown';
}

/** One sentence about an autoscaler. */
export function describeAutoscaler(findings: AutoscalerFindings): string {
  const { desired, current, least, max, available, wantsMore, limitedForMs, trouble, unschedulable } = findings;
  const since = limitedForMs === null ? '' : ` for ${durationInWords(limitedForMs)}`;
  return [
    desired >= max
      ? `it is at its maximum of ${max}${wantsMore ? `, and has wanted more${since}` : ''}`
      : `it asks for ${desired} of ${least} to ${max}${wantsMore ? ', and has not yet gone by this maximum' : ''}`,
    available === null ? `it has ${current}` : `${available} of ${desired} serve`,
    ...(unschedulable > 0 ? [`no node has room for ${unschedulable} of its pods`] : []),
    ...(trouble === null ? [] : [`it cannot scale: ${trouble}`]),
  ].join(', ');
}

/** What can be done: the next maximum, or why people have to look. */
type AutoscalerAnswer = { readonly max: number } | { readonly because: string };

/** Decides whether a maximum is raised: only where more replicas would run, and would help. */
export function nextMax(findings: AutoscalerFindings): AutoscalerAnswer {
  const { desired, max, available, trouble, unschedulable, killedForMemory, byMemoryAlone, most } = findings;
  if (trouble !== null) return { because: 'a higher maximum does not help an autoscaler that cannot scale' };
  if (unschedulable > 0) return { because: 'nodes are what is missing, and not a higher maximum' };
  if (killedForMemory > 0)
    return {
      because: `${killedForMemory} of its pods were killed for want of memory: their limits are what is missing`,
    };
  if (desired < max) return { because: 'it is not at its maximum' };
  if (available === null) return { because: 'how many of its replicas serve cannot be read' };
  if (available < desired)
    return { because: 'the replicas that it has asked for have to serve before it asks for more' };
  if (byMemoryAlone) return { because: 'it scales by memory, which more replicas seldom lower: something may leak' };
  const next = nextAutoscalerMax(max, { autoscalerMost: most });
  return next === null ? { because: `its maximum has reached the cap of ${most}` } : { max: next };
}

const numbers = [
  'least',
  'max',
  'current',
  'desired',
  'unschedulable',
  'killedForMemory',
  'settlesMs',
  'most',
] as const;

/** Findings as facts of a check; {@link readAutoscalerFacts} reads them. */
export function autoscalerFacts(findings: AutoscalerFindings): Facts {
  const { available, wantsMore, limitedForMs, trouble, byMemoryAlone } = findings;
  return {
    ...Object.fromEntries(numbers.map((name) => [name, String(findings[name])])),
    available: available === null ? '' : String(available),
    wantsMore: String(wantsMore),
    limitedForMs: limitedForMs === null ? '' : String(limitedForMs),
    trouble: trouble ?? '',
    byMemoryAlone: String(byMemoryAlone),
  };
}

/** The findings in the facts of a check. */
export function readAutoscalerFacts(facts: Facts): AutoscalerFindings {
  const counts = Object.fromEntries(numbers.map((name) => [name, Number(facts[name] ?? 0)]));
  return {
    ...(counts as Readonly<Record<(typeof numbers)[number], number>>),
    available: numberOrNone(facts['available']),
    wantsMore: facts['wantsMore'] === 'true',
    limitedForMs: numberOrNone(facts['limitedForMs']),
    trouble: facts['trouble'] || null,
    byMemoryAlone: facts['byMemoryAlone'] === 'true',
  };
}

function numberOrNone(text = ''): number | null {
  return text === '' ? null : Number(text);
}
