import { stringify } from 'yaml';
import type { Mode } from '../../../model/remediation/policy.ts';
import type { Target } from '../../../model/target.ts';
import { serviceTarget } from '../../../model/target.ts';

/** Services that are described in advance for each mode: more than one world ever needs. */
const maxServices = 300;

/** The hosts by what Nightshift may do there. */
const hosts = { auto: 'web', approve: 'shop' } as const satisfies Partial<Record<Mode, string>>;
export type ServiceMode = keyof typeof hosts;

/** The nth service that Nightshift may repair so. */
export function targetOf(mode: ServiceMode, nth: number): Target {
  return serviceTarget({ host: hosts[mode], name: `service-${nth}` });
}

/** The labels by which an alert means a service. */
export function labelsOf(target: Target): Readonly<Record<string, string>> {
  const [, host = '', , job = ''] = target.split('/');
  return { host, job };
}

/** Nightshift's configuration for crash tests: caps that never hold anything up, and times that are short. */
export function crashConfig(options: {
  readonly control: string;
  readonly auditFile: string;
  readonly triggerPort: number;
  readonly workerPort: number;
}): string {
  const targets = (Object.keys(hosts) as ServiceMode[]).flatMap((mode) =>
    Array.from({ length: maxServices }, (_, nth) => targetOf(mode, nth)),
  );
  return stringify({
    trigger: { listen: { port: options.triggerPort } },
    worker: { listen: { port: options.workerPort } },
    audit: { file: options.auditFile },
    services: targets.map((target) => {
      const match = labelsOf(target);
      const probe = { http: `${options.control}/${target}/health`, timeout: '2s' };
      return { name: match['job'], host: match['host'], match, probe, restart: ['false'] };
    }),
    channels: [{ type: 'console' }],
    policy: {
      modes: [{ target: `host/${hosts.approve}`, mode: 'approve' }, { mode: 'auto' }],
      verification: { within: '1s', hold: '500ms', checks: 1 },
      guard: {
        coolDown: '0s',
        perHour: { runbook: 1_000, domain: 1_000 },
        parallel: 1_000,
        storm: { targets: 900, within: '10s', coolDown: '1s' },
      },
    },
  });
}
