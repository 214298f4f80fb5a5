/** What kwok does with a pod or a node next, and when. */
interface Stage {
  readonly name: string;
  readonly kind: 'Pod' | 'Node';
  /** All of them must hold. */
  readonly when: readonly Condition[];
  /** How long it waits, in milliseconds, and the annotation that may say another time such as `20s`. */
  readonly delay?: { readonly ms: number; readonly annotation: string };
  /** The new status in YAML, as a Go template over the object; what it leaves out stays as it is. */
  readonly status?: string;
  /** What an event tells of it. */
  readonly event?: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string };
  readonly deletes?: true;
}

interface Condition {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

/** The annotation by which a pod or a node says what it suffers from. */
export const troubleAnnotation = 'nightshift.test/trouble';

const trouble = annotationPath(troubleAnnotation);

/** Holds until somebody wants the object gone. */
export const isWanted: Condition = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };

/** Holds where the object suffers from one of these. */
export function suffersFrom(...troubles: readonly string[]): Condition {
  return { key: trouble, operator: 'In', values: troubles };
}

/** Holds where the object suffers from nothing, or from something else. */
export function isSparedFrom(...troubles: readonly string[]): Condition {
  return { key: trouble, operator: 'NotIn', values: troubles };
}

/** Holds where the query in jq's language says so. */
export function holds(query: string): Condition {
  return { key: query, operator: 'In', values: ['true'] };
}

/** A stage as kwok reads it. */
export function stage({ name, kind, when, delay, status, event, deletes }: Stage): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchExpressions: when },
      ...(delay && {
        delay: {
          durationMilliseconds: delay.ms,
          durationFrom: { expressionFrom: annotationPath(delay.annotation) },
        },
      }),
      next: {
        ...(status && { statusTemplate: status }),
        ...(event && { event }),
        ...(deletes && { delete: true }),
      },
    },
  };
}

function annotationPath(annotation: string): string {
  return `.metadata.annotations["${annotation}"]`;
}
