import { z } from 'zod';
import { Name } from '../fields.ts';

/** People who are told together. */
export const Group = z.strictObject({
  name: Name,
  members: z.array(Name).min(1, 'name at least one person').max(100).meta({ description: 'Names of people.' }),
});

interface Described {
  readonly people: readonly { readonly name: string }[];
  readonly groups: readonly z.output<typeof Group>[];
}

/** Refuses groups of people who are not described. */
export function refuseGroupsOfStrangers({ people, groups }: Described, ctx: z.core.$RefinementCtx): void {
  const known = new Set(people.map(({ name }) => name));
  for (const [index, { members }] of groups.entries()) {
    for (const [at, name] of members.entries()) {
      const refuse = (message: string): void =>
        ctx.addIssue({ code: 'custom', path: ['groups', index, 'members', at], message, input: name });
      if (!known.has(name)) refuse(`there is no person ${name}: describe them under people`);
      else if (members.indexOf(name) < at) refuse(`${name} is there twice`);
    }
  }
}
