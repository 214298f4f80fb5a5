import { z } from 'zod';
import { Duration, Name } from '../fields.ts';

/**
 * What every channel may say.
 *
 * @param digestAfter messages within a minute that people can still read there one by one; null where machines read.
 */
export function common(digestAfter: number | null) {
  const digest = z.strictObject({
    after: z
      .int()
      .min(1)
      .max(10_000)
      .default(digestAfter ?? 100)
      .meta({ description: 'Messages that are sent one by one.' }),
    within: Duration('1s', '1h').prefault('1m'),
  });
  return {
    name: Name.optional().meta({ description: 'What people and escalation policies call it; its type unless given.' }),
    everyIncident: z.boolean().default(true).meta({
      description: 'Whether it is told of every incident, and not only when somebody is to be reached by it.',
    }),
    digest: z
      .union([z.literal(false), digest])
      .prefault(digestAfter === null ? false : {})
      .meta({ description: 'Beyond so many messages in a time one digest takes their place; false sends them all.' }),
  };
}

/** Where a vendor's API is; only tests and proxies change it. */
export const Api = (usual: string) =>
  z
    .url({ protocol: /^https?$/, error: 'write an address that begins with http:// or https://' })
    .default(usual)
    .meta({ description: "Where the vendor's API is, where that is not the usual address." });
