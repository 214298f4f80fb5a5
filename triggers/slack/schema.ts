import { z } from 'zod';

const Button = z.object({
  type: z.literal('button'),
  action_id: z.string().max(255),
  /** When it was clicked: no two clicks of one person have the same. */
  action_ts: z.string().regex(/^\d{1,12}(\.\d{1,9})?$/),
  /** A button that is a link has none. */
  value: z.string().max(2_000).optional(),
});

/** What is read of a click on a message; whatever else Slack sends with it is left alone. */
export const SlackClick = z.object({
  user: z.object({ id: z.string().regex(/^[UW][A-Z0-9]{2,30}$/) }),
  actions: z.tuple([Button]),
  response_url: z.string().max(1_000).optional(),
});

/** What every request of Slack's interactivity has. */
export const SlackInteraction = z.object({ type: z.string() });
