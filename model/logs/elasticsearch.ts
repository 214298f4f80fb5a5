/** Ways in which collectors name the fields of a line. */
export const logLayouts = ['ecs', 'opentelemetry', 'fluent-bit', 'json'] as const;
export type LogLayout = (typeof logLayouts)[number];

/** What a field of a line may stand for. */
export const logFieldRoles = [
  'time',
  'message',
  'level',
  'service',
  'host',
  'namespace',
  'pod',
  'traceId',
  'stack',
] as const;
export type LogFieldRole = (typeof logFieldRoles)[number];

/** Names of fields by what they stand for, the preferred ones first. */
export type LogFields = Readonly<Record<LogFieldRole, readonly string[]>>;

/** Indices with lines of logs. */
export interface LogIndices {
  /** A name, an alias, a data stream or a pattern of them. */
  readonly index: string;
  /** `detect` tries the names of every layout. */
  readonly fields: LogLayout | 'detect' | LogFields;
}

/** How Elasticsearch is reached, which logs are in it, and what is kept there. */
export interface ElasticsearchDefinition {
  readonly nodes: readonly string[];
  readonly auth:
    | { readonly kind: 'none' }
    | { readonly kind: 'api-key'; readonly key: string }
    | { readonly kind: 'bearer'; readonly token: string }
    | { readonly kind: 'basic'; readonly user: string; readonly password: string };
  /** Certificates, as PEM, that those of the nodes are signed by; null for the ones that Node trusts. */
  readonly ca: string | null;
  /** For everything that one question needs. */
  readonly timeoutMs: number;
  readonly logs: readonly LogIndices[];
  readonly kibana: { readonly url: string; readonly dataView: string } | null;
  /** Where evidence is kept; null keeps it in files. */
  readonly evidence: { readonly prefix: string; readonly keepMs: number } | null;
}
