import { isIP } from 'node:net';
import { z } from 'zod';
import { resolverKinds, timeDaemons } from '../../model/host/host-parts.ts';
import { Duration, Matcher, Unit } from './fields.ts';

/** The clock of a host. */
export const Clock = z.strictObject({
  daemon: z.enum(timeDaemons).meta({ description: 'The unit of the program that keeps the clock.' }),
  maxOffset: Duration('10ms', '10m')
    .prefault('100ms')
    .meta({ description: 'How far the clock may be from the right time.' }),
});

/** A unit of systemd that may be started anew when it has failed. */
export const HostUnit = z.union(
  [
    Unit.transform((unit) => ({ unit, runAgain: false })),
    z.strictObject({
      unit: Unit,
      runAgain: z.boolean().meta({ description: 'Allow it even where it is one that runs once and ends (oneshot).' }),
    }),
  ],
  'write a unit with its ending, such as shop.service, or unit: UNIT with runAgain: true',
);

const HostName = z
  .string()
  .max(253)
  .regex(/^(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, {
    error: 'write a name such as db.example.com',
  })
  .refine((name) => isIP(name) === 0, 'write a name: an address needs no look-up');

/** How a host finds the addresses of names. */
export const Dns = z.strictObject({
  resolver: z
    .enum(resolverKinds)
    .meta({ description: 'What answers programs there; resolv.conf for no program at all.' }),
  names: z
    .array(HostName)
    .min(1)
    .max(5)
    .meta({ description: 'Names that have to have an address, and that each server has to know.' }),
  servers: z
    .array(z.string().refine((text) => isIP(text) > 0 && !text.includes('%'), 'write the IP address of a server'))
    .max(5)
    .default([])
    .meta({ description: 'Servers that may be used besides those in force.' }),
  match: Matcher.optional().meta({ description: 'Labels of alerts that mean this, in place of those of the host.' }),
});
