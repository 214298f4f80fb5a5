import type { DescribedObject } from '../../model/kubernetes/described-object.ts';
import { maskedLine } from '../../model/text/masked-line.ts';

/** The customs that objects of all kinds keep to. */
export interface AnyObject {
  readonly metadata?: {
    readonly name?: string;
    readonly generation?: number;
    readonly deletionTimestamp?: Date;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: readonly {
      readonly kind: string;
      readonly name: string;
      readonly controller?: boolean;
    }[];
  };
  readonly status?: object;
}

/** What objects of any kind may have, as long as they keep to the customs of the API. */
interface AnyStatus {
  readonly phase?: unknown;
  readonly observedGeneration?: unknown;
  readonly conditions?: unknown;
}

const maxConditions = 20;

/** What an object of any kind says of itself. */
export function describeObject(kind: string, object: AnyObject): DescribedObject {
  const { metadata = {} } = object;
  const status: AnyStatus = object.status ?? {};
  const { deletionTimestamp, finalizers = [], generation } = metadata;
  const { phase, observedGeneration: observed, conditions } = status;
  return {
    kind,
    name: metadata.name ?? '',
    phase: typeof phase === 'string' ? maskedLine(phase, 60) : null,
    conditions: (Array.isArray(conditions) ? conditions : []).slice(0, maxConditions).map(conditionOf),
    isObserved: typeof observed === 'number' && generation !== undefined ? observed >= generation : null,
    leaving: deletionTimestamp
      ? { since: new Date(deletionTimestamp).toISOString(), finalizers: finalizers.map((one) => maskedLine(one, 80)) }
      : null,
  };
}

function conditionOf(value: unknown) {
  const { type, status, reason, message } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return { type: word(type, 80), status: word(status, 20), reason: word(reason, 80), message: word(message, 200) };
}

function word(value: unknown, maxLength: number): string {
  return typeof value === 'string' ? maskedLine(value, maxLength) : '';
}
