import { exchange } from '../../clients/http.ts';
import { apiAddress } from '../../clients/messaging/api-address.ts';
import type { Severity } from '../../model/alert/alert.ts';
import type { OpsgenieSettings } from '../../model/notices/channel-settings.ts';
import { onOneLine, shorten } from '../../model/text/markdown.ts';
import type { Channel, Message } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';
import { pagerPlan } from '../telling/pagers/alert-of-incident.ts';
import { answeredObject, assertTaken } from '../telling/vendor-answers.ts';
import { headline, longText } from '../telling/wording.ts';

const priorities: Readonly<Record<Severity, string>> = { critical: 'P1', warning: 'P3', info: 'P4', none: 'P5' };

/** Opens, acknowledges and closes the incident's alert at Opsgenie, by its Alert API. */
export const opsgenieChannel: Channel<'opsgenie'> = async (message, settings) => {
  const { changes, addsOnly, receipt } = pagerPlan(message);
  for (const { step, key } of changes) {
    if (step === 'open') await post(settings, 'v2/alerts', alertOf(message, key));
    else await change(settings, key, step, message);
    // Opsgenie only counts what opens an open alert once more: people read what has changed in its notes.
    if (addsOnly) await change(settings, key, 'notes', message);
  }
  return receipt;
};

function alertOf({ report, page }: Message, alias: string): object {
  const { incident, kind, target, runbook, severity } = report;
  return {
    message: headline(report, 130),
    alias,
    description: longText(report, page, 15_000),
    entity: shorten(onOneLine(target ?? incident), 512),
    source: 'Nightshift',
    priority: priorities[severity],
    details: { kind, severity, ...(runbook === null ? {} : { runbook }), ...(page === null ? {} : { page }) },
  };
}

/** Where there is no such alert, there is nothing to change, and none is made. */
async function change(
  settings: OpsgenieSettings,
  alias: string,
  what: 'acknowledge' | 'close' | 'notes',
  { report, page }: Message,
): Promise<void> {
  const path = `v2/alerts/${alias}/${what}?identifierType=alias`;
  await post(settings, path, { source: 'Nightshift', note: longText(report, page, 25_000) }, [404]);
}

/**
 * Opsgenie checks a request before it answers 202 and works it off afterwards. How that went is not asked for: what a
 * valid request can still meet is the absence of its alert, or a rule of the operators' own, and asking would halve
 * how many alerts its rate limit lets through.
 */
async function post(
  { type, api, apiKey }: OpsgenieSettings,
  path: string,
  body: object,
  fine: readonly number[] = [],
): Promise<void> {
  const answer = await exchange(apiAddress(api, path), {
    method: 'POST',
    headers: { authorization: `GenieKey ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if ('status' in answer && fine.includes(answer.status)) return;
  assertTaken(type, answer);
  if (answer.status !== 202 || typeof answeredObject(answer)['requestId'] !== 'string')
    throw failure('ChannelUnavailable', `the ${type} channel did not say that it took the report`);
}
