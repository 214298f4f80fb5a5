import { exchange } from '../../clients/http.ts';
import { apiAddress } from '../../clients/messaging/api-address.ts';
import type { Severity } from '../../model/alert/alert.ts';
import type { PagerDutySettings } from '../../model/notices/channel-settings.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import type { Channel, Message } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';
import type { PagerChange } from '../telling/pagers/alert-of-incident.ts';
import { pagerPlan } from '../telling/pagers/alert-of-incident.ts';
import { answeredObject, assertTaken } from '../telling/vendor-answers.ts';
import { headline, partsOf } from '../telling/wording.ts';

const actions = { open: 'trigger', acknowledge: 'acknowledge', close: 'resolve' } as const;

const severities: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  warning: 'warning',
  info: 'info',
  none: 'info',
};

/** Opens, acknowledges and resolves the incident's alert at PagerDuty, by its Events API v2. */
export const pagerDutyChannel: Channel<'pagerduty'> = async (message, settings) => {
  const { changes, receipt } = pagerPlan(message);
  for (const change of changes) await enqueue(settings, change, message);
  return receipt;
};

async function enqueue(
  { type, api, routingKey }: PagerDutySettings,
  { step, key }: PagerChange,
  message: Message,
): Promise<void> {
  const event = {
    routing_key: routingKey,
    event_action: actions[step],
    // Events with the same key change one alert, so that one sent twice is one.
    dedup_key: key,
    ...(step === 'open' ? alertOf(message) : {}),
  };
  const answer = await exchange(apiAddress(api, 'v2/enqueue'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  assertTaken(type, answer);
  if (answer.status !== 202 || answeredObject(answer)['status'] !== 'success')
    throw failure('ChannelUnavailable', `the ${type} channel did not say that it took the report`);
}

function alertOf({ report, page }: Message): object {
  const { severity, target, incident, runbook } = report;
  return {
    payload: {
      summary: headline(report, 1_024),
      source: shorten(onOneLine(target ?? incident), 255) || 'unknown',
      severity: severities[severity],
      ...(runbook === null ? {} : { class: runbook }),
      custom_details: Object.fromEntries(partsOf(report)),
    },
    client: 'Nightshift',
    ...(page === null ? {} : { client_url: page, links: [{ href: page, text: 'The incident in Temporal' }] }),
  };
}
