import type { LogFields, LogIndices, LogLayout } from '../../../model/logs/elasticsearch.ts';
import { logFieldRoles, logLayouts } from '../../../model/logs/elasticsearch.ts';

const layouts: Readonly<Record<LogLayout, LogFields>> = {
  ecs: {
    time: ['@timestamp'],
    message: ['message', 'event.original'],
    level: ['log.level'],
    service: ['service.name', 'kubernetes.container.name', 'container.name', 'systemd.unit', 'process.name'],
    host: ['host.name', 'host.hostname'],
    namespace: ['kubernetes.namespace'],
    pod: ['kubernetes.pod.name'],
    traceId: ['trace.id'],
    stack: ['error.stack_trace'],
  },
  // What the Elasticsearch exporter writes in its modes otel and none, and what OpenSearch's Simple Schema calls it.
  opentelemetry: {
    time: ['@timestamp', 'observedTimestamp'],
    message: ['body.text', 'body', 'Body'],
    level: ['severity_text', 'severity.text', 'SeverityText'],
    service: namesOf('service.name', 'k8s.container.name'),
    host: namesOf('host.name', 'k8s.node.name'),
    namespace: namesOf('k8s.namespace.name'),
    pod: namesOf('k8s.pod.name'),
    traceId: ['trace_id', 'traceId', 'TraceId'],
    stack: ['attributes.exception.stacktrace', 'Attributes.exception.stacktrace'],
  },
  'fluent-bit': {
    time: ['@timestamp', 'time'],
    message: ['log', 'message', 'MESSAGE'],
    level: ['level', 'severity'],
    service: [
      'kubernetes.container_name',
      'kubernetes.labels.app',
      'kubernetes.labels.app.kubernetes.io/name',
      'kubernetes.labels.app_kubernetes_io/name',
      '_SYSTEMD_UNIT',
      'SYSLOG_IDENTIFIER',
    ],
    host: ['kubernetes.host', '_HOSTNAME', 'hostname'],
    namespace: ['kubernetes.namespace_name'],
    pod: ['kubernetes.pod_name'],
    traceId: ['trace_id', 'traceId'],
    stack: ['stack', 'stack_trace'],
  },
  json: {
    time: ['@timestamp', 'timestamp', 'time'],
    message: ['msg', 'message'],
    level: ['level', 'severity'],
    service: ['service', 'app', 'logger', 'name'],
    host: ['host', 'hostname'],
    namespace: ['namespace'],
    pod: ['pod'],
    traceId: ['traceId', 'trace_id'],
    stack: ['stack', 'stack_trace', 'err.stack'],
  },
};

const everyLayout = Object.fromEntries(
  logFieldRoles.map((role) => [role, [...new Set(logLayouts.flatMap((layout) => layouts[layout][role]))]]),
) as unknown as LogFields;

/** The names that fields of these indices may have. */
export function fieldsOf({ fields }: LogIndices): LogFields {
  if (fields === 'detect') return everyLayout;
  return typeof fields === 'string' ? layouts[fields] : fields;
}

/** A resource attribute of OpenTelemetry under each name that exporters give it. */
function namesOf(...attributes: readonly string[]): readonly string[] {
  const places = ['resource.attributes', 'resource', 'Resource'];
  return attributes.flatMap((attribute) => places.map((place) => `${place}.${attribute}`));
}
