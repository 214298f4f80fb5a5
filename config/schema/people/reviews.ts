import { z } from 'zod';
import type { ChannelFile } from '../channels/channel.ts';
import { nameOfChannel } from '../channels/channel.ts';
import { Duration, Matcher, Name, unique } from '../fields.ts';

const Metric = z.strictObject({
  name: Name,
  match: Matcher,
  query: z.string().min(1).max(2_000).meta({ description: 'PromQL.' }),
  labels: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'write the name of a label'))
    .max(20)
    .default([])
    .meta({ description: 'Labels of the alert that the series must have too.' }),
  unit: Name.optional(),
});

/** Post-incident reports. */
export const Reviews = z
  .strictObject({
    sendTo: z
      .array(Name)
      .max(20)
      .default([])
      .meta({ description: 'Channels that get the report of each incident when its book is closed.' }),
    only: z
      .enum(['all', 'people'])
      .default('people')
      .meta({ description: 'Of all incidents, or only of those that needed people.' }),
    around: Duration('1m', '1d').prefault('30m').meta({ description: 'What is drawn before and after the trouble.' }),
    metrics: z
      .array(Metric)
      .max(50)
      .default([])
      .superRefine(unique('the metric', ({ name }) => name))
      .meta({ description: 'Quantities that are drawn, each for incidents with an alert of these labels.' }),
  })
  .prefault({})
  .meta({ description: 'Post-incident reports.' });

/** Refuses channels that are not described. */
export function refuseLostReviews(
  { channels, reviews }: { channels: readonly ChannelFile[]; reviews: z.output<typeof Reviews> },
  ctx: z.core.$RefinementCtx,
): void {
  const names = channels.map(nameOfChannel);
  for (const [index, name] of reviews.sendTo.entries()) {
    if (names.includes(name)) continue;
    const message = `there is no channel ${name}: the channels are ${names.join(', ')}`;
    ctx.addIssue({ code: 'custom', path: ['reviews', 'sendTo', index], message, input: reviews });
  }
}
