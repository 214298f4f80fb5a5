/** How the API server of a cluster is reached. */
export type ClusterAccess =
  | { readonly kind: 'in-cluster' }
  /** The context is the current one of the file where it is null. */
  | { readonly kind: 'kubeconfig'; readonly file: string; readonly context: string | null };

/** How far actions may go, however sick something is. */
export interface ClusterCaps {
  /** Replicas that a workload may be scaled to: at least, at most. */
  readonly replicas: { readonly least: number; readonly most: number };
  /** What an autoscaler's maximum may be raised to. */
  readonly autoscalerMost: number;
  /** What a container's memory limit may be raised to, in bytes. */
  readonly memoryBytes: number;
  /** What a claim may be expanded by, in percent of its size, and to, in bytes. */
  readonly claim: { readonly stepPercent: number; readonly mostBytes: number };
  /** Nodes that may be cordoned, drained or not ready at once: so many, and so many percent, whichever is less. */
  readonly nodesAway: { readonly most: number; readonly percent: number };
}

/** How names are looked up in a cluster. Null settings are found out where they can be. */
export interface ClusterDns {
  readonly namespace: string;
  /** The workload whose pods answer. */
  readonly deployment: string;
  /** Addresses with ports that the worker asks, in place of the pods' own. */
  readonly servers: readonly string[];
  /** Names that have to have an address. */
  readonly names: readonly string[];
}

/** Traffic that is spread over the pods behind a Service, and how the worker asks whether it is served. */
export interface BackendDefinition {
  readonly namespace: string;
  readonly service: string;
  /** An address that answers 2xx while all is well. */
  readonly url: string;
  readonly timeoutMs: number;
}

/** A cluster that Nightshift may look at, and change as far as its account may. */
export interface ClusterDefinition {
  /** What the label `cluster` of its alerts says; `default` for alerts without one. */
  readonly name: string;
  readonly access: ClusterAccess;
  /** Requests to the API server: so many a second over time, so many at once. */
  readonly requests: { readonly perSecond: number; readonly burst: number };
  /** For one request. */
  readonly timeoutMs: number;
  /** Nothing in these namespaces is ever changed, but by what is described for it, such as the cluster's DNS. */
  readonly protectedNamespaces: readonly string[];
  readonly caps: ClusterCaps;
  /** Null where nobody described how names are looked up. */
  readonly dns: ClusterDns | null;
  readonly backends: readonly BackendDefinition[];
  /** The container by which pods take part in a service mesh; null where there is none. */
  readonly sidecar: string | null;
}
