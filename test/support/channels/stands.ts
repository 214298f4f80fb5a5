import type { ChannelType } from '../../../model/names.ts';
import { openConsoleStand } from './console-stand.ts';
import { openEmailStand } from './email-stand.ts';
import { openOpsgenieStand } from './opsgenie-stand.ts';
import { openPagerdutyStand } from './pagerduty-stand.ts';
import { openSlackStand } from './slack-stand.ts';
import { openSmsStand } from './sms-stand.ts';
import type { OpenStand } from './stand.ts';
import { openTeamsStand } from './teams-stand.ts';
import { openVoiceStand } from './voice-stand.ts';
import { openWebhookStand } from './webhook-stand.ts';

/** The peer of every channel. */
export const stands: Readonly<Record<ChannelType, OpenStand>> = {
  console: openConsoleStand,
  email: openEmailStand,
  opsgenie: openOpsgenieStand,
  pagerduty: openPagerdutyStand,
  slack: () => openSlackStand(),
  sms: openSmsStand,
  teams: openTeamsStand,
  voice: openVoiceStand,
  webhook: openWebhookStand,
};
