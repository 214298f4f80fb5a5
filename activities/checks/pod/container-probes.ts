import type { V1Container, V1Probe } from '@kubernetes/client-node';
import { maskedLine } from '../../../model/text/masked-line.ts';
import { eventsOf } from '../../kubernetes/workloads/events.ts';
import { checkOfSubject } from '../../kubernetes/workloads/looking.ts';

/** Which probes the containers of a target have, and what those say that fail. */
export const containerProbes = checkOfSubject(async (subject, { api }) => {
  const spec = subject.pods[0]?.pod.spec;
  const told = (spec?.containers ?? []).flatMap(probesOf);
  const failing = (await eventsOf(api, subject)).filter(({ reason }) => reason === 'Unhealthy');
  const [newest] = failing;
  const details = [
    ...failing.slice(0, 3).map(({ about, message, count }) => `probe of ${about} failed ${count} times: ${message}`),
    ...told,
  ];
  if (newest)
    return {
      health: 'unhealthy',
      summary: `a probe fails: ${newest.message}`,
      details,
      facts: { probe: kindOf(newest.message) },
    };
  return { health: 'healthy', summary: told.length > 0 ? 'no probe is said to fail' : 'it has no probes', details };
});

function probesOf({ name, livenessProbe, readinessProbe, startupProbe }: V1Container): readonly string[] {
  const probes = { liveness: livenessProbe, readiness: readinessProbe, startup: startupProbe };
  return Object.entries(probes).flatMap(([kind, probe]) =>
    probe ? [`${kind} probe of ${name}: ${describe(probe)}`] : [],
  );
}

function describe({
  httpGet,
  tcpSocket,
  exec,
  grpc,
  periodSeconds = 10,
  timeoutSeconds = 1,
  ...rest
}: V1Probe): string {
  const { failureThreshold = 3, initialDelaySeconds = 0 } = rest;
  const what = httpGet
    ? `GET ${httpGet.path ?? '/'} on port ${httpGet.port}`
    : tcpSocket
      ? `TCP port ${tcpSocket.port}`
      : grpc
        ? `gRPC port ${grpc.port}`
        : `command ${maskedLine((exec?.command ?? []).join(' '), 120)}`;
  const pace = `every ${periodSeconds} s, timeout ${timeoutSeconds} s, ${failureThreshold} failures`;
  return `${maskedLine(what, 200)}, ${pace}, first after ${initialDelaySeconds} s`;
}

function kindOf(message: string): string {
  return /^(liveness|readiness|startup)/i.exec(message)?.[1]?.toLowerCase() ?? 'unknown';
}
