import { z } from 'zod';
import { addressedBy } from '../../../model/oncall/person.ts';
import type { ChannelFile } from '../channels/channel.ts';
import { nameOfChannel } from '../channels/channel.ts';
import { PhoneNumber } from '../channels/twilio.ts';
import { Name } from '../fields.ts';
import { TimeZone } from '../maintenance.ts';

/** Somebody who can be told. */
export const Person = z.strictObject({
  name: Name,
  slack: z
    .string()
    .regex(/^[UW][A-Z0-9]{2,}$/, 'write the id of a member, such as U0123456789: their profile shows it')
    .optional()
    .meta({ description: 'Their member id at Slack.' }),
  email: z.email('write a mail address, such as alex@example.com').optional(),
  phone: PhoneNumber.optional().meta({ description: 'For text messages and calls.' }),
  timeZone: TimeZone.optional().meta({ description: 'Where they live.' }),
  channels: z
    .array(Name)
    .min(1, 'name at least one channel: nobody could be woken by none')
    .max(20)
    .meta({ description: 'The channels that wake them, all at once.' }),
});
export type PersonFile = z.output<typeof Person>;

interface Described {
  readonly people: readonly PersonFile[];
  readonly channels: readonly ChannelFile[];
}

/** Refuses people who are to be woken by a channel that is not there, or that does not know where they are. */
export function refuseUnreachablePeople({ people, channels }: Described, ctx: z.core.$RefinementCtx): void {
  const typeOf = new Map(channels.map((channel) => [nameOfChannel(channel), channel.type]));
  for (const [index, person] of people.entries()) {
    for (const [at, name] of person.channels.entries()) {
      const refuse = (message: string): void =>
        ctx.addIssue({ code: 'custom', path: ['people', index, 'channels', at], message, input: name });
      const type = typeOf.get(name);
      if (!type) {
        refuse(`there is no channel ${name}: describe it under channels`);
        continue;
      }
      const field = addressedBy(type);
      if (field !== null && person[field] === undefined) refuse(`${name} needs to know the ${field} of ${person.name}`);
      if (person.channels.indexOf(name) < at) refuse(`${name} is there twice`);
    }
  }
}
