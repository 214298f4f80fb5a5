/** What an account of a cluster must be allowed: verbs on one kind of resource. */
export interface Permission {
  /** The API group; empty for the core. */
  readonly group: string;
  /** Such as `pods`, or `pods/eviction`. */
  readonly resource: string;
  readonly verbs: readonly string[];
}
