import { z } from 'zod';
import { severities } from '../model/alert/alert.ts';
import { channelTypes, runbookNames } from '../model/names.ts';
import { modes } from '../model/remediation/policy.ts';
import { Duration, Name, TargetPattern } from './fields.ts';
import { Approval, Guard, refuseVainGroups } from './guard-schema.ts';
import { Maintenance } from './maintenance-schema.ts';

/** One question to a service; the activity that asks it has a minute. */
const ProbeTimeout = Duration('1ms', '30s').prefault('5s');

const Port = z.int().min(0).max(65_535);
const Url = z.url({
  protocol: /^https?$/,
  error: ({ code }) =>
    code === 'invalid_format' ? 'write an address that begins with http:// or https://' : undefined,
});
const Argument = z.string().regex(/^[^\0]*$/, 'must not contain a NUL character');
const Command = z
  .tuple([Argument.min(1)], Argument, 'write a list: the program, then its arguments')
  .meta({ description: 'A program and its arguments, one list entry each. No shell reads them.', minItems: 1 });
const Matcher = z
  .record(Name, z.union([z.string(), z.array(z.string()).min(1)], 'write a text, or a list of texts'))
  .refine((labels) => Object.keys(labels).length > 0, 'name at least one label: an empty match would mean every alert')
  .meta({ description: 'Labels with the exact value, or one of the values, that they must have.' });

/** A secret is never written into the file itself: it stands in a file or in an environment variable. */
const Secret = z
  .union(
    [z.strictObject({ env: Name }), z.strictObject({ file: z.string().min(1) })],
    'say where the secret stands: env: NAME or file: PATH',
  )
  .meta({ description: 'Where the secret stands: an environment variable (env) or a file (file).' });

const Listen = (port: number) =>
  z
    .strictObject({ host: z.string().min(1).default('127.0.0.1'), port: Port.default(port) })
    .prefault({})
    .meta({ description: 'The address and port to listen on; port 0 takes a free one.' });

const Trigger = z.strictObject({
  listen: Listen(9190),
  tokens: z
    .array(Secret)
    .max(2)
    .default([])
    .meta({ description: 'Bearer tokens that senders may use; two for a rotation.' }),
  allowUnauthenticated: z
    .boolean()
    .default(false)
    .meta({ description: 'Accept alerts from anyone on an address that is not loopback.' }),
});

const Worker = z.strictObject({ listen: Listen(9191) });

const Alertmanager = z
  .strictObject({
    urls: z
      .array(Url.refine(isPlainAddress, 'write the address alone: secrets belong into headers'))
      .max(10)
      .default([])
      .meta({ description: 'The members of one cluster; without any, silences are not asked for.' }),
    headers: z
      .record(Name, Secret)
      .default({})
      .meta({ description: 'Sent with every request, such as authorization; the values are secrets.' }),
  })
  .meta({ description: 'Where silences and other alerts are asked for before anything is repaired.' });

const Audit = z.strictObject({
  file: z
    .string()
    .min(1)
    .regex(/^[^\0]*$/, 'must not contain a NUL character')
    .default('.nightshift/audit.jsonl')
    .meta({ description: 'JSON Lines; what cannot be recorded there is not done.' }),
});

const HostAndPort = z
  .string()
  .regex(/^(?:\[[0-9a-fA-F:.]+\]|[^\s:[\]]+):\d{1,5}$/, { error: 'write host:port', abort: true })
  .refine((text) => isTcpPort(Number(text.slice(text.lastIndexOf(':') + 1))), 'the port must be between 1 and 65535');

const Probe = z.union(
  [
    z.strictObject({ http: Url, expectStatus: z.int().min(100).max(599).default(200), timeout: ProbeTimeout }),
    z.strictObject({ tcp: HostAndPort, timeout: ProbeTimeout }),
  ],
  'say how to ask the service: http: URL or tcp: HOST:PORT',
);

const Service = z.strictObject({
  name: Name,
  host: Name.default('localhost'),
  match: Matcher,
  probe: Probe,
  status: Command.optional().meta({ description: 'Exits with 0 when the service manager has it running.' }),
  instance: Command.optional().meta({
    description: 'Prints something that each start changes, such as the process id: so a restart is never done twice.',
  }),
  restart: Command,
  start: Command.optional().meta({
    description: 'Used in place of the restart while the status says that it does not run.',
  }),
  logs: z
    .union(
      [z.strictObject({ file: z.string().min(1) }), z.strictObject({ command: Command })],
      'say where the log is: file: PATH or command: [PROGRAM, …]',
    )
    .optional(),
  // The activity that restarts has five minutes.
  commandTimeout: Duration('1ms', '4m').prefault('60s'),
});

const Route = z.strictObject({
  name: Name,
  match: Matcher,
  ignore: z.boolean().default(false).meta({ description: 'These alerts need no incident.' }),
  groupBy: z
    .array(Name)
    .min(1)
    .optional()
    .meta({ description: 'Alerts with the same values of these labels join one incident.' }),
  runbook: z.enum(runbookNames).optional().meta({ description: 'The runbook that answers these alerts.' }),
});

const ModeRule = z.strictObject({
  runbook: z.enum(runbookNames).optional(),
  target: TargetPattern.optional(),
  severity: z.enum(severities).optional(),
  mode: z.enum(modes),
});

const Policy = z
  .strictObject({
    modes: z
      .array(ModeRule)
      .default([])
      .meta({ description: 'The first rule that matches decides; without one the runbook does.' }),
    verification: z
      .strictObject({
        within: Duration('100ms', '20m')
          .prefault('2m')
          .meta({ description: 'How long a target may take to become healthy.' }),
        hold: Duration('0s', '30m').prefault('2m').meta({
          description: 'How long it must then stay healthy; longer than the `for` of your rules.',
        }),
        checks: z.int().min(1).max(20).default(4).meta({ description: 'How often it is looked at meanwhile.' }),
      })
      .prefault({}),
    incident: z
      .strictObject({
        holdDown: Duration('0s', '7d')
          .prefault('15m')
          .meta({ description: 'A flap within this time re-opens the incident.' }),
        clearWithin: Duration('100ms', '7d').prefault('30m').meta({
          description: 'Alerts of a repaired target must clear within this time.',
        }),
        staleAfter: Duration('100ms', '90d').prefault('24h').meta({
          description: 'An escalated incident closes after this long without any delivery.',
        }),
        maxAttempts: z.int().min(1).max(10).default(3).meta({ description: 'Remediations per incident.' }),
      })
      .prefault({}),
    approval: Approval,
    guard: Guard,
    maintenance: z
      .array(Maintenance)
      .default([])
      .superRefine(unique('the maintenance window', ({ name }) => name))
      .meta({ description: 'Times in which Nightshift does not act.' }),
  })
  .prefault({});

const Channel = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(channelTypes[0]) }),
  z.strictObject({ type: z.literal(channelTypes[1]), url: Secret, headers: z.record(Name, Secret).default({}) }),
  z.strictObject({ type: z.literal(channelTypes[2]), url: Secret }),
]);

function isTcpPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}

/** Refuses two items with the same key. */
function unique(what: string, keyOf: (item: { name: string; host?: string }) => string) {
  return (items: { name: string; host?: string }[], ctx: z.core.$RefinementCtx): void => {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      const key = keyOf(item);
      const message = `${what} ${key} is described twice`;
      if (seen.has(key)) ctx.addIssue({ code: 'custom', path: [index, 'name'], message, input: items });
      seen.add(key);
    }
  };
}

/** Whether an address holds nothing but what may be shown; what is no address at all is another's complaint. */
function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password, search, hash } = new URL(text);
  return !username && !password && !search && !hash;
}

/** Everything that `nightshift.yaml` may say. Every part may be left out. */
export const ConfigFile = z
  .strictObject({
    trigger: Trigger.prefault({}),
    worker: Worker.prefault({}),
    alertmanager: Alertmanager.prefault({}),
    audit: Audit.prefault({}),
    services: z
      .array(Service)
      .default([])
      .superRefine(unique('the service', ({ host, name }) => `${host}/${name}`)),
    routes: z
      .array(Route)
      .default([{ name: 'heartbeats', match: { alertname: ['Watchdog', 'InfoInhibitor'] }, ignore: true }])
      .superRefine(unique('the route', ({ name }) => name)),
    policy: Policy,
    channels: z.array(Channel).default([{ type: 'console' }]),
  })
  .superRefine(({ services, policy }, ctx) => refuseVainGroups(services, policy.guard, ctx))
  .meta({ title: 'Nightshift configuration', description: 'nightshift.yaml' });
export type ConfigFile = z.output<typeof ConfigFile>;
