import { z } from 'zod';
import { severities } from '../../model/alert/alert.ts';
import { runbookNames } from '../../model/names.ts';
import { modes } from '../../model/remediation/policy.ts';
import { Channel, nameOfChannel } from './channels/channel.ts';
import { Certificate, refuseLostCertificates } from './certificates.ts';
import { Elasticsearch } from './elasticsearch.ts';
import { Duration, isPlainAddress, Matcher, Name, Port, Secret, TargetPattern, unique, Url } from './fields.ts';
import { Forecast, Forecasting, refuseLostForecasts } from './forecasts/forecasts.ts';
import { Approval, Guard, refuseVainGroups } from './guard.ts';
import { Host, refuseLostHosts } from './hosts.ts';
import { ClusterWatch, refuseVainWatch, Kubernetes } from './kubernetes.ts';
import { Maintenance } from './maintenance.ts';
import { refuseLostReviews, Reviews } from './people/reviews.ts';
import { Escalation, refuseEscalationsToNobody } from './people/escalations.ts';
import { Group, refuseGroupsOfStrangers } from './people/groups.ts';
import { Person, refuseUnreachablePeople } from './people/people.ts';
import { refuseSchedulesOfStrangers, Schedule } from './people/schedules.ts';
import { Ansible, Playbook, refuseLostPlaybooks } from './playbooks.ts';
import { refuseUnknownDependencies, Service } from './services.ts';

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
  kubernetes: ClusterWatch.optional(),
});

const PlainUrl = Url.refine(isPlainAddress, 'write the address alone: secrets belong into headers');

const Worker = z.strictObject({
  listen: Listen(9191),
  publicUrl: PlainUrl.optional().meta({
    description: 'Where people reach this server, for links to pictures; without it they are told by their name.',
  }),
});

const Links = z
  .strictObject({
    temporal: PlainUrl.optional().meta({
      description: 'Where people reach the Temporal UI, so that messages can link the page of their incident.',
    }),
  })
  .meta({ description: 'What messages link.' });

const Headers = z
  .record(Name, Secret)
  .default({})
  .meta({ description: 'Sent with every request, such as authorization; the values are secrets.' });

const Alertmanager = z
  .strictObject({
    urls: z
      .array(PlainUrl)
      .max(10)
      .default([])
      .meta({ description: 'The members of one cluster; without any, silences are not asked for.' }),
    headers: Headers,
    silence: z
      .strictObject({
        whileRepairing: z.boolean().default(false).meta({
          description: 'Silence the alerts of an incident while it is repaired; the headers must allow it.',
        }),
        atMost: Duration('1m', '12h')
          .prefault('30m')
          .meta({ description: 'No silence of a repair lasts longer, whatever happens.' }),
      })
      .prefault({}),
  })
  .refine(({ urls, silence }) => urls.length > 0 || !silence.whileRepairing, {
    path: ['silence', 'whileRepairing'],
    message: 'nothing can be silenced without alertmanager.urls',
  })
  .meta({ description: 'Where silences and other alerts are asked for before anything is repaired.' });

const Prometheus = z
  .strictObject({
    url: PlainUrl,
    headers: Headers,
    remoteWrite: z
      .strictObject({ url: PlainUrl, headers: Headers })
      .optional()
      .meta({ description: 'Where forecasts are written to, beside what the worker shows at /metrics.' }),
  })
  .meta({ description: 'Where the past of disks and of forecasts is asked for.' });

const Evidence = z.strictObject({
  folder: z
    .string()
    .min(1)
    .regex(/^[^\0]*$/, 'must not contain a NUL character')
    .default('.nightshift/evidence')
    .meta({
      description:
        'What is too long for a report: lists, such as of deleted files, as JSON Lines, and pictures of forecasts.',
    }),
  keep: Duration('1h', '3650d').prefault('90d').meta({ description: 'How long they are kept.' }),
});

const Audit = z.strictObject({
  file: z
    .string()
    .min(1)
    .regex(/^[^\0]*$/, 'must not contain a NUL character')
    .default('.nightshift/audit.jsonl')
    .meta({ description: 'JSON Lines; what cannot be recorded there is not done.' }),
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

/** Everything that `nightshift.yaml` may say. Every part may be left out. */
export const ConfigFile = z
  .strictObject({
    trigger: Trigger.prefault({}),
    worker: Worker.prefault({}),
    links: Links.prefault({}),
    alertmanager: Alertmanager.prefault({}),
    prometheus: Prometheus.optional(),
    audit: Audit.prefault({}),
    evidence: Evidence.prefault({}),
    elasticsearch: Elasticsearch.optional(),
    kubernetes: Kubernetes,
    hosts: z
      .array(Host)
      .default([])
      .superRefine(unique('the host', ({ name }) => name))
      .meta({ description: "The machines of the services; without any, all commands run on the worker's own." }),
    services: z
      .array(Service)
      .default([])
      .superRefine(unique('the service', ({ host, name }) => `${host}/${name}`))
      .meta({ description: 'What may be looked at and restarted; no other service is ever touched.' }),
    certificates: z
      .array(Certificate)
      .default([])
      .superRefine(unique('the certificate', ({ host, name }) => `${host}/${name}`))
      .meta({ description: 'Certificates that are looked at and renewed when they end soon.' }),
    ansible: Ansible,
    playbooks: z
      .array(Playbook)
      .default([])
      .meta({ description: 'What Ansible may be asked to do, each on one host.' }),
    forecasting: Forecasting,
    forecasts: z
      .array(Forecast)
      .max(100)
      .default([])
      .superRefine(unique('the forecast', ({ name }) => name))
      .meta({ description: 'Quantities that are forecast, so that people hear of a limit before it is reached.' }),
    routes: z
      .array(Route)
      .default([{ name: 'heartbeats', match: { alertname: ['Watchdog', 'InfoInhibitor'] }, ignore: true }])
      .superRefine(unique('the route', ({ name }) => name))
      .meta({ description: 'What belongs together; the first whose labels match decides.' }),
    policy: Policy,
    reviews: Reviews,
    channels: z
      .array(Channel)
      .prefault([{ type: 'console' }])
      .superRefine(unique('the channel', nameOfChannel))
      .meta({ description: 'The ways to reach people.' }),
    people: z
      .array(Person)
      .max(1_000)
      .default([])
      .superRefine(unique('the person', ({ name }) => name))
      .meta({ description: 'Who can be woken.' }),
    groups: z
      .array(Group)
      .max(200)
      .default([])
      .superRefine(unique('the group', ({ name }) => name))
      .meta({ description: 'People who are told together.' }),
    schedules: z
      .array(Schedule)
      .max(100)
      .default([])
      .superRefine(unique('the schedule', ({ name }) => name))
      .meta({ description: 'Who is on call when.' }),
    escalations: z
      .array(Escalation)
      .max(100)
      .default([])
      .superRefine(unique('the escalation policy', ({ name }) => name))
      .meta({ description: 'Whom an incident wakes, in which order; the first policy that matches it holds.' }),
  })
  .superRefine(refuseLostHosts)
  .superRefine(refuseVainWatch)
  .superRefine(refuseLostCertificates)
  .superRefine(refuseUnknownDependencies)
  .superRefine(refuseLostPlaybooks)
  .superRefine(refuseLostForecasts)
  .superRefine(refuseLostReviews)
  .superRefine(refuseUnreachablePeople)
  .superRefine(refuseGroupsOfStrangers)
  .superRefine(refuseSchedulesOfStrangers)
  .superRefine(refuseEscalationsToNobody)
  .superRefine(({ services, policy }, ctx) => refuseVainGroups(services, policy.guard, ctx))
  .meta({ title: 'Nightshift configuration', description: 'nightshift.yaml' });
export type ConfigFile = z.output<typeof ConfigFile>;
