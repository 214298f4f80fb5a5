/** Why programs stop or fail, as far as their last words tell; a closed list. */
const exitReasons = [
  'out-of-memory',
  'segmentation-fault',
  'panic',
  'killed-by-signal',
  'exit-code',
  'address-in-use',
  'permission-denied',
  'disk-full',
  'too-many-files',
  'certificate-invalid',
  'dns-failure',
  'database-stopped',
  'connection-refused',
  'timeout',
] as const;
export type ExitReason = (typeof exitReasons)[number];

/** What is remarkable about a template: never seen before, far more frequent, or a change at the time trouble began. */
type LogFindingKind = 'new' | 'exploded' | 'change';

/** One kind of line that may explain an incident. At most 600 bytes as JSON; its texts are masked and on one line. */
export interface LogFinding {
  readonly kind: LogFindingKind;
  /** One plain English line for people. */
  readonly title: string;
  /** What lines of this kind have in common; `<*>` stands for what varies. */
  readonly template: string;
  readonly service: string | null;
  readonly level: string | null;
  /** Lines of this kind before and during the incident. */
  readonly before: number;
  readonly during: number;
  /** How probable so many lines are when nothing has changed, adjusted for the number of templates: 0 to 1. */
  readonly significance: number;
  /** When it began, milliseconds since 1970. */
  readonly firstSeenAt: number;
  readonly sample: string;
  /** The id of the sample in its store. */
  readonly sampleId: string | null;
  readonly exitReason: ExitReason | null;
  /** The line of its stack trace that names the first cause. */
  readonly rootCause: string | null;
}
