import { z } from 'zod';
import { severities } from '../../../model/alert/alert.ts';
import type { EscalationTarget } from '../../../model/escalation/policy.ts';
import { escalationCauses } from '../../../model/escalation/policy.ts';
import type { ChannelFile } from '../channels/channel.ts';
import { nameOfChannel } from '../channels/channel.ts';
import { Duration, Matcher, Name, TargetPattern } from '../fields.ts';
import { Weekly } from '../maintenance.ts';

const Severities = z.array(z.enum(severities)).min(1, 'name at least one severity');

const Target = z
  .union(
    [
      z.strictObject({ person: Name }),
      z.strictObject({ group: Name }),
      z.strictObject({ schedule: Name }),
      z.strictObject({ channel: Name }),
    ],
    'say whom: person, group, schedule or channel, one of the four, and its name',
  )
  .meta({ description: 'A person, a group, whoever is on call in a schedule, or a channel itself.' });

const Level = z.strictObject({
  tell: z.array(Target).min(1, 'name at least one who is told').max(20),
  wait: Duration('1s', '1d').prefault('5m').meta({
    description: 'How long an acknowledgement is waited for before the next level is told.',
  }),
});

const Hours = z
  .strictObject({
    windows: z.array(Weekly).min(1, 'name at least one window').max(20),
    always: z
      .array(z.enum(severities))
      .default(['critical'])
      .meta({ description: 'The severities that wake people at any time.' }),
  })
  .meta({ description: 'When people may be woken: less grave incidents wait until the next window opens.' });

/** Who is told of an incident, in which order. */
export const Escalation = z.strictObject({
  name: Name,
  match: z
    .strictObject({
      labels: Matcher.optional(),
      target: TargetPattern.optional(),
      severities: Severities.optional(),
    })
    .prefault({})
    .meta({ description: 'Which incidents it is for; what is left out matches everything.' }),
  levels: z.array(Level).min(1, 'name at least one level').max(10),
  repeat: z.int().min(0).max(20).default(0).meta({
    description: 'How often all levels are gone through again when nobody has answered.',
  }),
  acknowledged: Duration('1m', '7d').prefault('30m').meta({
    description: 'How long an acknowledgement stops the clock, unless it says another time.',
  }),
  begins: z
    .array(z.enum(escalationCauses))
    .min(1)
    .default([...escalationCauses])
    .meta({ description: 'The changes of an incident that begin it.' }),
  severities: Severities.default([...severities]).meta({ description: 'Incidents of other severities wake nobody.' }),
  hours: Hours.optional(),
});
export type EscalationFile = z.output<typeof Escalation>;

type TargetFile = EscalationFile['levels'][number]['tell'][number];

interface Described {
  readonly escalations: readonly EscalationFile[];
  readonly channels: readonly ChannelFile[];
  readonly people: readonly { readonly name: string }[];
  readonly groups: readonly { readonly name: string }[];
  readonly schedules: readonly { readonly name: string; readonly gaps: 'allowed' | false }[];
}

/** Refuses policies that would tell somebody who is not described. */
export function refuseEscalationsToNobody(described: Described, ctx: z.core.$RefinementCtx): void {
  const known = {
    person: new Set(described.people.map(({ name }) => name)),
    group: new Set(described.groups.map(({ name }) => name)),
    schedule: new Set(described.schedules.map(({ name }) => name)),
    channel: new Set(described.channels.map(nameOfChannel)),
  };
  const withGaps = new Set(described.schedules.filter(({ gaps }) => gaps === 'allowed').map(({ name }) => name));
  for (const [index, { levels }] of described.escalations.entries()) {
    for (const [level, { tell }] of levels.entries()) {
      if (tell.length > 0 && tell.every((target) => 'schedule' in target && withGaps.has(target.schedule))) {
        const message =
          'only schedules with gaps are told: in a gap it would wake nobody, so name somebody else as well';
        ctx.addIssue({ code: 'custom', path: ['escalations', index, 'levels', level, 'tell'], message, input: tell });
      }
      const seen = new Set<string>();
      for (const [at, target] of tell.entries()) {
        const { kind, name } = escalationTargetOf(target);
        const path = ['escalations', index, 'levels', level, 'tell', at];
        const refuse = (message: string): void => ctx.addIssue({ code: 'custom', path, message, input: target });
        if (!known[kind].has(name)) refuse(`there is no ${kind} ${name}: describe it under ${places[kind]}`);
        if (seen.has(`${kind} ${name}`)) refuse(`the ${kind} ${name} is told twice`);
        seen.add(`${kind} ${name}`);
      }
    }
  }
}

const places = { person: 'people', group: 'groups', schedule: 'schedules', channel: 'channels' } as const;

/** Whom one line of a level means. */
export function escalationTargetOf(target: TargetFile): EscalationTarget {
  if ('person' in target) return { kind: 'person', name: target.person };
  if ('group' in target) return { kind: 'group', name: target.group };
  if ('schedule' in target) return { kind: 'schedule', name: target.schedule };
  return { kind: 'channel', name: target.channel };
}
