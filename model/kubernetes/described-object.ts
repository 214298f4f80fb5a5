/** What any object may say of itself, whatever its kind. */
export interface DescribedObject {
  readonly kind: string;
  readonly name: string;
  readonly phase: string | null;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  }[];
  /** Whether its controller has seen the newest wish; null where it does not say. */
  readonly isObserved: boolean | null;
  /** Since when it is being deleted, and what holds that up; null where it is not. */
  readonly leaving: { readonly since: string; readonly finalizers: readonly string[] } | null;
}

/** What is to be thought of an object that nobody wrote a rule for. */
interface ObjectJudgement {
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  readonly summary: string;
}

/** Conditions of which "True" is the bad news end like this; of every other one "False" is. */
const badWhenTrue = /(?:Pressure|Unavailable|Failed|Failure|Error|Stalled|Limited|Deadlock|Problem|Terminating)$/;
const badPhases = new Set(['Failed', 'Lost', 'Pending', 'Released', 'Unknown', 'Terminating']);
const goodPhases = new Set(['Active', 'Available', 'Bound', 'Running', 'Succeeded']);

/**
 * Judges any object by the customs of the API: its conditions, its phase, whether its controller keeps up with it, and
 * whether it should be gone already. Who says nothing of these is neither healthy nor sick.
 */
export function judgeObject(object: DescribedObject): ObjectJudgement {
  const { kind, name, phase, conditions, isObserved, leaving } = object;
  const bad = conditions.filter(({ type, status }) => status === (badWhenTrue.test(type) ? 'True' : 'False'));
  const unclear = conditions.filter(({ status }) => status === 'Unknown');
  const complaints = [
    ...(leaving ? [`is being deleted since ${leaving.since}${heldUpBy(leaving.finalizers)}`] : []),
    ...(phase !== null && badPhases.has(phase) ? [`is ${phase}`] : []),
    ...bad.map(({ type, status, reason }) => `has ${type}=${status}${reason === '' ? '' : ` (${reason})`}`),
    ...(isObserved === false ? ['has a newer wish than its controller has seen'] : []),
  ];
  if (complaints.length > 0) return { health: 'unhealthy', summary: `${kind} ${name} ${complaints.join(', ')}` };
  const isFine = unclear.length === 0 && (conditions.length > 0 || goodPhases.has(phase ?? ''));
  if (isFine) return { health: 'healthy', summary: `${kind} ${name} says nothing bad of itself` };
  return { health: 'unknown', summary: `${kind} ${name} does not say how it is` };
}

function heldUpBy(finalizers: readonly string[]): string {
  return finalizers.length > 0 ? `, held up by ${finalizers.join(', ')}` : '';
}
