import { z } from 'zod';
import { domainOf } from '../../model/guard/domain.ts';
import { isMember } from '../../model/guard/group.ts';
import { serviceTarget } from '../../model/target.ts';
import { Duration, Name, TargetPattern } from './fields.ts';

const Count = (most: number) => z.int().min(1).max(most);

/** A count such as `2`, or a share such as `40%`. */
const Unavailable = z.union(
  [z.int().min(0).max(10_000), z.string().regex(/^(?:100|\d{1,2})%$/, 'write a whole number, or a share such as 40%')],
  'write a whole number, or a share such as 40%',
);

const Attempts = z.strictObject({
  max: Count(100).default(3),
  within: Duration('1m', '24h').prefault('6h'),
});

const PerHour = z.strictObject({ runbook: Count(1_000).default(20), domain: Count(1_000).default(30) });

const Storm = z.strictObject({
  targets: Count(900).default(15),
  within: Duration('10s', '1h').prefault('5m'),
  coolDown: Duration('1s', '24h').prefault('10m'),
});

/** What holds repairs up, whoever asks for them. docs/guards.md explains each cap and its precedent. */
export const Guard = z
  .strictObject({
    patience: Duration('0s', '12h')
      .prefault('30m')
      .meta({ description: 'How long a repair that is held up waits before people take over.' }),
    attempts: Attempts.prefault({}).meta({ description: 'Repairs of one target by one runbook.' }),
    coolDown: Duration('0s', '24h')
      .prefault('5m')
      .meta({ description: 'How long a target is left alone after a repair.' }),
    perHour: PerHour.prefault({}).meta({ description: 'Repairs that may begin within an hour.' }),
    parallel: Count(1_000).default(5).meta({ description: 'Repairs at the same time in one failure domain.' }),
    storm: Storm.prefault({}).meta({ description: 'More targets than these asking within the time stop new repairs.' }),
    domains: z
      .array(z.strictObject({ name: Name, targets: z.array(TargetPattern).min(1) }))
      .default([])
      .meta({ description: 'Targets that may fail together; without one, each cluster, and all hosts together.' }),
    groups: z
      .array(z.strictObject({ name: Name, targets: z.array(TargetPattern).min(1), maxUnavailable: Unavailable }))
      .default([])
      .meta({ description: 'Services that stand in for each other, and how many of them may be away at once.' }),
    dependencies: z
      .array(z.strictObject({ target: TargetPattern, alerts: z.array(Name).min(1) }))
      .default([])
      .meta({ description: 'While one of these alerts fires, nothing is repaired at these targets.' }),
  })
  .prefault({});

const Quorum = z.strictObject({
  safe: Count(10).default(1),
  disruptive: Count(10).default(1),
  destructive: Count(10).default(2),
});

/** Who may approve what Nightshift does not do by itself. */
export const Approval = z
  .strictObject({
    approvers: z.array(Name).default([]).meta({
      description: 'Names, and groups as group:NAME. With none, anyone may approve who says who they are.',
    }),
    groups: z.record(Name, z.array(Name).min(1)).default({}),
    quorum: Quorum.prefault({}).meta({ description: 'How many people, by the risk of what is approved.' }),
    deadline: Duration('1s', '24h').prefault('1h').meta({ description: 'Then it counts as denied, and escalates.' }),
    reminder: Duration('1s', '24h').prefault('15m').meta({ description: 'People are told again after this time.' }),
    requireVerified: z.boolean().default(false).meta({
      description: 'Count only votes whose sender the Temporal server vouches for.',
    }),
  })
  .superRefine(({ approvers, groups }, ctx) => {
    for (const [index, approver] of approvers.entries()) {
      const group = groupOf(approver);
      if (group === undefined || Object.hasOwn(groups, group)) continue;
      const message = `there is no group ${group}: describe it under groups`;
      ctx.addIssue({ code: 'custom', path: ['approvers', index], message, input: approvers });
    }
    for (const [name, people] of Object.entries(groups)) {
      const nested = people.findIndex((person) => groupOf(person) !== undefined);
      if (nested < 0) continue;
      const message = 'write a name: a group consists of people, not of other groups';
      ctx.addIssue({ code: 'custom', path: ['groups', name, nested], message, input: people });
    }
  })
  .prefault({});

/** Refuses groups whose cap would not hold: those of no service, and those that several guards would count. */
export function refuseVainGroups(
  services: readonly { readonly host: string; readonly name: string }[],
  { domains, groups }: z.output<typeof Guard>,
  ctx: z.core.$RefinementCtx,
): void {
  for (const [index, group] of groups.entries()) {
    const members = services.map(serviceTarget).filter((target) => isMember(group, target));
    const counted = [...new Set(members.map((target) => domainOf(target, domains)))];
    const message =
      counted.length === 0
        ? `no service belongs to the group ${group.name}`
        : `the group ${group.name} lies in several failure domains, which count apart: ${counted.join(', ')}`;
    if (counted.length === 1) continue;
    ctx.addIssue({ code: 'custom', path: ['policy', 'guard', 'groups', index, 'targets'], message, input: groups });
  }
}

/** The group that an approver stands for; undefined for a person. */
export function groupOf(approver: string): string | undefined {
  return approver.startsWith('group:') ? approver.slice('group:'.length) : undefined;
}
