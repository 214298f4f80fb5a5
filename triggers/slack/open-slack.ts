import type { Client } from '@temporalio/client';
import type { FastifyBaseLogger } from 'fastify';
import { askIncident } from '../../clients/temporal/operators/operator-messages.ts';
import type { SlackClickMetrics } from '../../metrics/slack-clicks.ts';
import type { ChannelSettings } from '../../model/notices/channel-settings.ts';
import type { Person } from '../../model/oncall/person.ts';
import type { SlackApp } from './clicks.ts';
import { createClicks } from './clicks.ts';
import type { SlackRouteOptions } from './route.ts';

/** How long an incident may take to answer; whoever clicked is still looking. */
const askDeadlineMs = 10_000;

interface SlackDependencies {
  readonly client: Client;
  readonly channels: readonly ChannelSettings[];
  readonly people: readonly Person[];
  readonly metrics: SlackClickMetrics;
  readonly log: FastifyBaseLogger;
}

/** What the route for clicks needs; null where no channel has buttons. */
export function openSlack({ client, channels, ...deps }: SlackDependencies): SlackRouteOptions | null {
  const apps = channels.flatMap((channel): readonly SlackApp[] =>
    channel.type === 'slack' && channel.signingSecret !== null
      ? [{ signingSecret: channel.signingSecret, api: channel.api }]
      : [],
  );
  if (apps.length === 0) return null;
  const clicks = createClicks({
    ...deps,
    ask: ({ incident, ask, run }, message, updateId) =>
      client.connection.withDeadline(Date.now() + askDeadlineMs, () =>
        askIncident(client, incident, ask, message, { updateId, firstRun: run ?? undefined }),
      ),
  });
  return { apps, clicks };
}
