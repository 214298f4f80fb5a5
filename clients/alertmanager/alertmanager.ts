import type { KnownAlert } from '../../model/standing/known-alert.ts';
import { knownAlertStates } from '../../model/standing/known-alert.ts';
import { getJson, hostOf } from '../http.ts';
import { isLabels, isTexts, partsOf } from '../json-parts.ts';

/** Names that one question may hold: they come from labels, and a storm must not become one of questions. */
export const maxAlertNames = 20;

/** Requests to one Alertmanager at once: it answers at most eight and refuses those beyond. */
const parallelRequests = 4;
const maxAnswerBytes = 8 * 1024 * 1024;

/** Where Alertmanager is asked, and for how long. */
export interface AlertmanagerSettings {
  /** The members of one cluster. With none, nothing is asked and nothing is known. */
  readonly urls: readonly string[];
  /** Secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** For one question, all of its requests together. */
  readonly deadlineMs: number;
}

/** What Alertmanager can be asked. */
export interface AlertmanagerClient {
  /**
   * The alerts of these names that fire now, silenced and inhibited ones too, each once. Every member of
   * the cluster is asked and the first complete answer is taken. Without a name nothing is asked.
   *
   * @throws AlertmanagerUnreachableError when no member gives a usable answer in time.
   * @throws RangeError for more than {@link maxAlertNames} names: leaving some out could miss a silence.
   */
  readAlerts(alertNames: readonly string[]): Promise<readonly KnownAlert[]>;
}

/** No Alertmanager of the cluster could be asked. Its message names hosts and reasons, and no secret. */
export class AlertmanagerUnreachableError extends Error {
  override readonly name = 'AlertmanagerUnreachableError';

  constructor(reasons: readonly string[]) {
    super(`no Alertmanager can be asked (${reasons.join('; ')}): see that it runs, and check alertmanager.urls`);
  }
}

/** Makes the client. */
export function createAlertmanagerClient({ urls, headers, deadlineMs }: AlertmanagerSettings): AlertmanagerClient {
  return {
    async readAlerts(alertNames) {
      const names = [...new Set(alertNames)];
      if (names.length > maxAlertNames)
        throw new RangeError(`Alertmanager is asked for at most ${maxAlertNames} names at once, not ${names.length}`);
      if (urls.length === 0) return [];
      const answered = new AbortController();
      const signal = AbortSignal.any([AbortSignal.timeout(deadlineMs), answered.signal]);
      try {
        return await Promise.any(urls.map((url) => askMember({ url, headers, signal }, names)));
      } catch (error) {
        throw new AlertmanagerUnreachableError((error as AggregateError).errors.map(({ message }: Error) => message));
      } finally {
        answered.abort();
      }
    },
  };
}

interface Member extends Pick<AlertmanagerSettings, 'headers'> {
  readonly url: string;
  readonly signal: AbortSignal;
}

/** Everything or nothing: with one name unanswered a silence could be missed. */
async function askMember(member: Member, names: readonly string[]): Promise<readonly KnownAlert[]> {
  const waiting = [...names];
  const found = new Map<string, KnownAlert>();
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      for (const alert of await askForName(member, name)) found.set(alert.fingerprint, alert);
    }
  };
  await Promise.all(Array.from({ length: parallelRequests }, lane));
  return [...found.values()];
}

async function askForName({ url, headers, signal }: Member, name: string): Promise<readonly KnownAlert[]> {
  const query = new URLSearchParams({
    active: 'true',
    silenced: 'true',
    inhibited: 'true',
    unprocessed: 'true',
    filter: `alertname=${quoted(name)}`,
  });
  const answer = await getJson(`${url.replace(/\/+$/, '')}/api/v2/alerts?${query.toString()}`, headers, {
    maxBytes: maxAnswerBytes,
    signal,
  });
  if ('reason' in answer) throw new Error(`${hostOf(url)}: ${answer.reason}`);
  const alerts = Array.isArray(answer.value) ? answer.value.map(knownAlert) : [undefined];
  if (!alerts.every((alert) => alert !== undefined)) throw new Error(`${hostOf(url)}: an answer of another shape`);
  // Whatever became of the filter on its way, nothing else was asked for.
  return alerts.filter((alert) => alert.name === name.toWellFormed());
}

/**
 * A matcher's value that means exactly this text to both of Alertmanager's parsers, the classic one and the
 * one for UTF-8: they agree on these three escapes, and take every other character for itself.
 */
export function quoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };
  return `"${text.toWellFormed().replace(/[\\"\n]/g, (mark) => escapes[mark] ?? '')}"`;
}

function knownAlert(value: unknown): KnownAlert | undefined {
  const { fingerprint, labels, status } = partsOf(value);
  const { state, silencedBy, inhibitedBy } = partsOf(status);
  const knownState = knownAlertStates.find((known) => known === state);
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{16}$/.test(fingerprint) || !knownState) return undefined;
  if (!isLabels(labels) || !isTexts(silencedBy) || !isTexts(inhibitedBy)) return undefined;
  return { fingerprint, name: labels['alertname'] ?? '', labels, state: knownState, silencedBy, inhibitedBy };
}
