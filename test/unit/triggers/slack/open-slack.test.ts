import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../../../metrics/registry.ts';
import { createSlackClickMetrics } from '../../../../metrics/slack-clicks.ts';
import type { ChannelSettings, SlackSettings } from '../../../../model/notices/channel-settings.ts';
import { openSlack } from '../../../../triggers/slack/open-slack.ts';
import { openSlackStand, slackPeople } from '../../../support/channels/slack-stand.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';
import { approveButton } from '../../../support/trigger/slack-clicks.ts';
import { sealButton } from '../../../../clients/messaging/slack-button.ts';

const slack: SlackSettings = {
  type: 'slack',
  name: 'slack',
  everyIncident: true,
  digest: null,
  token: 'xoxb-1',
  channel: 'C0123456789',
  api: 'https://slack.com/api/',
  signingSecret: 's3cret-signing',
};

function opened(channels: readonly ChannelSettings[]) {
  const asked: (readonly unknown[])[] = [];
  const client = {
    connection: { withDeadline: (_until: number, call: () => unknown) => call() },
    workflow: {
      getHandle: (...which: readonly unknown[]) => ({
        executeUpdate: async (...message: readonly unknown[]) => {
          asked.push([...which, ...message]);
          return { state: 'over' };
        },
      }),
    },
  } as unknown as Client;
  const people = [{ name: 'alex', addresses: { slack: slackPeople.alex }, channels: [], timeZone: null }];
  const metrics = createSlackClickMetrics(createRegistry());
  return { route: openSlack({ client, channels, people, metrics, log: aMemoryLog().log }), asked };
}

describe('clicks', () => {
  it('are taken from each app that has a signing secret, and from no other channel', () => {
    const other = { ...slack, name: 'other', signingSecret: 'another' };
    const silent = { ...slack, name: 'silent', signingSecret: null };

    const { route } = opened([
      slack,
      silent,
      other,
      { type: 'console', name: 'log', everyIncident: true, digest: null },
    ]);

    expect(route?.apps.map(({ signingSecret }) => signingSecret)).toEqual(['s3cret-signing', 'another']);
  });

  it('are taken from nowhere where no channel has buttons', () => {
    expect(opened([{ ...slack, signingSecret: null }]).route).toBeNull();
  });

  it('ask only the incident that the button was made for, not one that began later under its name', async () => {
    const stand = await openSlackStand();
    const { route, asked } = opened([{ ...slack, api: stand.settings.api }]);
    const [app] = route?.apps ?? [];
    const value = sealButton(approveButton, slack.signingSecret ?? '') ?? '';

    if (app) route?.clicks.take({ user: slackPeople.alex, value, at: '1.2', responseUrl: stand.responseUrl }, app);
    await route?.clicks.settled();

    expect(asked).toEqual([
      [
        'incident:host/web-1',
        undefined,
        { firstExecutionRunId: 'run-1' },
        'approve',
        {
          args: [{ by: 'alex', comment: null, code: '1a2b3c4d' }],
          updateId: expect.stringMatching(/^slack-[0-9a-f]{32}$/) as string,
        },
      ],
    ]);
  });
});
