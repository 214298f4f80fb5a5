import ms from 'ms';
import type { StringValue } from 'ms';
import { z } from 'zod';

const timeWanted = 'write a time as a number and a unit, such as 90s, 5m or 2h';

/** Text such as `90s`, `5m` or `2h`, read as milliseconds. */
export const Duration = (least: StringValue, most: StringValue) =>
  z
    .string({ error: ({ input }) => (input === undefined ? undefined : timeWanted) })
    .regex(/^\d{1,9}(?:\.\d{1,3})?(?:ms|s|m|h|d)$/, timeWanted)
    .transform((text) => ms(text as StringValue))
    .refine((time) => time >= ms(least) && time <= ms(most), `must be between ${least} and ${most}`)
    .meta({ description: `A number and a unit (ms, s, m, h or d), between ${least} and ${most}.` });

export const Name = z.string().min(1).max(100);

/** A target as Nightshift shows it, or its beginning. A misspelt one would match nothing, and nobody would notice. */
export const TargetPattern = z
  .string()
  .regex(/^[\w\-.~%*]+(?:\/[\w\-.~%*]+)*$/, 'write a target as Nightshift shows it, or its beginning')
  .meta({ description: 'A canonical target or its beginning; * stands for any one part.' });

export const Port = z.int().min(0).max(65_535);

/** A secret is never written into the file itself: it stands in a file or in an environment variable. */
export const Secret = z
  .union(
    [z.strictObject({ env: Name }), z.strictObject({ file: z.string().min(1) })],
    'say where the secret stands: env: NAME or file: PATH',
  )
  .meta({ description: 'Where the secret stands: an environment variable (env) or a file (file).' });

export const Url = z.url({
  protocol: /^https?$/,
  error: ({ code }) =>
    code === 'invalid_format' ? 'write an address that begins with http:// or https://' : undefined,
});

/** An address that may be shown: whatever is secret belongs elsewhere. */
export const PlainUrl = Url.refine(isPlainAddress, 'write the address alone, without names, passwords and parameters');

export const Matcher = z
  .record(Name, z.union([z.string(), z.array(z.string()).min(1)], 'write a text, or a list of texts'))
  .refine((labels) => Object.keys(labels).length > 0, 'name at least one label: an empty match would mean every alert')
  .meta({ description: 'Labels with the exact value, or one of the values, that they must have.' });

/** Whether an address holds nothing but what may be shown; what is no address at all is another's complaint. */
export function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { username, password, search, hash } = new URL(text);
  return !username && !password && !search && !hash;
}

/** A unit of systemd. */
export const Unit = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9:_.@\\][A-Za-z0-9:_.@\\-]*\.[a-z]+$/, 'write a unit with its ending, such as shop.service');

/** Refuses two items with the same key. */
export function unique<Item>(what: string, keyOf: (item: Item) => string) {
  return (items: Item[], ctx: z.core.$RefinementCtx): void => {
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      const key = keyOf(item);
      const message = `${what} ${key} is described twice`;
      if (seen.has(key)) ctx.addIssue({ code: 'custom', path: [index, 'name'], message, input: items });
      seen.add(key);
    }
  };
}
