/** Whose lines are wanted. Every part that is not null narrows it. */
export interface LogSubject {
  readonly host: string | null;
  /** What the service is called in logs: its name, its unit or its container; any of them. Empty for every service. */
  readonly services: readonly string[];
  readonly namespace: string | null;
  /** A pod, or what owns pods, whose names then begin with it. */
  readonly workload: string | null;
}
