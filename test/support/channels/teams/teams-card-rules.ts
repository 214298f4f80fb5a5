import { z } from 'zod';

const Text = z.string().min(1);

const TextRun = z.strictObject({
  type: z.literal('TextRun'),
  text: Text,
  weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
  fontType: z.enum(['Default', 'Monospace']).optional(),
});

const RichTextBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  spacing: z.enum(['None', 'Small', 'Default', 'Medium', 'Large', 'ExtraLarge', 'Padding']).optional(),
  inlines: z.array(TextRun).min(1),
});

const Container = z.strictObject({
  type: z.literal('Container'),
  style: z.enum(['default', 'emphasis', 'good', 'attention', 'warning', 'accent']).optional(),
  bleed: z.boolean().optional(),
  items: z.array(RichTextBlock).min(1),
});

const OpenUrl = z.strictObject({
  type: z.literal('Action.OpenUrl'),
  title: Text,
  url: z.url({ protocol: /^https$/ }),
});

const AdaptiveCard = z.strictObject({
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  type: z.literal('AdaptiveCard'),
  // Teams shows nothing of a card with a later version.
  version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']),
  msteams: z.strictObject({ width: z.literal('Full') }).optional(),
  body: z.array(z.discriminatedUnion('type', [RichTextBlock, Container])).min(1),
  actions: z.array(OpenUrl).max(6),
});

/** What a workflow of Teams takes, as far as Nightshift has a use for it: elements that render Markdown are not among it. */
export const TeamsMessage = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: AdaptiveCard,
      }),
    )
    .length(1),
});

/** Every text that a card shows, in its order. */
export function textsOf({ attachments }: z.output<typeof TeamsMessage>): readonly string[] {
  const [{ content } = { content: { body: [] } }] = attachments;
  return content.body
    .flatMap((element) => (element.type === 'Container' ? element.items : [element]))
    .map(({ inlines }) => inlines.map(({ text }) => text).join(''));
}
