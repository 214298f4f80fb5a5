import type { Labels } from '../../model/alert/alert.ts';
import type { Silence } from '../../model/standing/silence.ts';
import { silenceStates } from '../../model/standing/silence.ts';
import type { Exchange } from '../http.ts';
import { exchange, getJson, hostOf, outcomeOf } from '../http.ts';
import { isLabels, partsOf, parsedJson } from '../json-parts.ts';
import type { AlertmanagerSettings } from './alertmanager.ts';
import { AlertmanagerUnreachableError, quoted } from './alertmanager.ts';

/** A silence that is wanted. */
interface WantedSilence {
  /** One that is to be changed; null for a new one. */
  readonly existing: Pick<Silence, 'id' | 'startsAt'> | null;
  /** All labels of the alert: each has to be there with exactly this value. */
  readonly labels: Labels;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

/** What can be done about silences. */
export interface SilenceClient {
  /** One silence, of the first member that knows it; undefined where every member that answers says that there is none. */
  readSilence(id: string): Promise<Silence | undefined>;
  /**
   * The silences with matchers for these very labels, those that have ended too, of every member that answers: what one has
   * taken in a moment ago, another may not have heard of.
   */
  findSilences(labels: Labels): Promise<readonly Silence[]>;
  /** When the member that started last did so, in milliseconds: it knows no alerts until somebody tells it of them. */
  lastStart(): Promise<number>;
  /**
   * Opens a silence, or changes when it ends, at the first member that takes it; the others hear of it from that one.
   *
   * @returns its id.
   * @throws SilenceRefusedError where a member says no.
   */
  putSilence(wanted: WantedSilence): Promise<string>;
  /**
   * Ends a silence now. One that nobody knows has ended.
   *
   * @throws SilenceRefusedError where a member says no.
   */
  expireSilence(id: string): Promise<void>;
}

/** Alertmanager does not allow it. Its message names a host and a status, and no secret. */
export class SilenceRefusedError extends Error {
  override readonly name = 'SilenceRefusedError';

  constructor(reason: string) {
    super(`Alertmanager does not take a silence (${reason}): see what alertmanager.headers allow there`);
  }
}

const maxAnswerBytes = 8 * 1024 * 1024;
/** A silence begins when Alertmanager takes it, whatever its clock shows: what has begun before begins now. */
const beganBeforeMs = 60 * 60 * 1_000;
const maxFilterLength = 2_000;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Makes the client; every question fails as AlertmanagerUnreachableError where no member gives a usable answer in time. */
export function createSilenceClient({ urls, headers, deadlineMs }: AlertmanagerSettings): SilenceClient {
  const members = urls.map((url) => url.replace(/\/+$/, ''));

  /** Member after member: asked at once, several would open a silence each. */
  const firstOf = async (ask: (member: string) => Promise<Exchange>): Promise<Response> => {
    const reasons: string[] = [];
    let isUnknown = false;
    for (const member of members) {
      const answer = await ask(member);
      if ('reason' in answer) reasons.push(`${hostOf(member)}: ${answer.reason}`);
      else if (answer.status === 404) isUnknown = true;
      else if (answer.status === 200) return { text: answer.text ?? '' };
      // Trying again, or asking another member, cannot change that.
      else if (outcomeOf(answer.status) === 'refused')
        throw new SilenceRefusedError(`${hostOf(member)}: status ${answer.status}`);
      else reasons.push(`${hostOf(member)}: status ${answer.status}`);
    }
    // One that is away may be the only one that knows it.
    if (isUnknown && reasons.length === 0) return { text: null };
    throw new AlertmanagerUnreachableError(reasons);
  };

  /** What every member says that answers; fails where none does. */
  const everyOf = async <T>(path: string, read: (value: unknown) => T | undefined): Promise<readonly T[]> => {
    const signal = AbortSignal.timeout(deadlineMs);
    const reasons: string[] = [];
    const heard: T[] = [];
    const askOne = async (member: string): Promise<void> => {
      const answer = await getJson(`${member}/api/v2/${path}`, headers, { maxBytes: maxAnswerBytes, signal });
      const value = 'reason' in answer ? undefined : read(answer.value);
      if (value !== undefined) heard.push(value);
      else reasons.push(`${hostOf(member)}: ${'reason' in answer ? answer.reason : 'an answer of another shape'}`);
    };
    await Promise.all(members.map(askOne));
    if (heard.length === 0) throw new AlertmanagerUnreachableError(reasons);
    return heard;
  };

  return {
    async readSilence(id) {
      if (!uuid.test(id)) return undefined;
      const { text } = await firstOf((member) =>
        exchange(`${member}/api/v2/silence/${id}`, { method: 'GET', headers: { ...headers } }, deadlineMs),
      );
      if (text === null) return undefined;
      const silence = silenceOf(parsedJson(Buffer.from(text)));
      if (!silence) throw new AlertmanagerUnreachableError(['an answer of another shape']);
      return silence;
    },

    async findSilences(labels) {
      const query = new URLSearchParams(
        filtersOf(labels).map((filter): [string, string] => ['filter', filter]),
      ).toString();
      const heard = await everyOf(`silences?${query}`, (value) => {
        const silences = Array.isArray(value) ? value.map(silenceOf) : [undefined];
        return silences.every((silence) => silence !== undefined) ? silences : undefined;
      });
      // One that has ended for a member has ended: it only has not told the others yet.
      const told = heard
        .flat()
        .toSorted((left, right) => Number(left.state === 'expired') - Number(right.state === 'expired'));
      return [...new Map(told.map((silence) => [silence.id, silence])).values()];
    },

    async lastStart() {
      const starts = await everyOf('status', (value) => {
        const { uptime } = partsOf(value);
        const startedAtMs = typeof uptime === 'string' ? Date.parse(uptime) : Number.NaN;
        return Number.isFinite(startedAtMs) ? startedAtMs : undefined;
      });
      return Math.max(...starts);
    },

    async putSilence({ existing, labels, ...wanted }) {
      const body = JSON.stringify({
        ...(existing ? { id: existing.id } : {}),
        matchers: matchersOf(labels),
        startsAt: existing?.startsAt ?? new Date(Date.now() - beganBeforeMs).toISOString(),
        ...wanted,
      });
      const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
      const { text } = await firstOf((member) => exchange(`${member}/api/v2/silences`, init, deadlineMs));
      const { silenceID } = partsOf(text === null ? undefined : parsedJson(Buffer.from(text)));
      if (typeof silenceID !== 'string' || !uuid.test(silenceID))
        throw new AlertmanagerUnreachableError(['an answer of another shape']);
      return silenceID;
    },

    async expireSilence(id) {
      if (!uuid.test(id)) return;
      const init = { method: 'DELETE', headers: { ...headers } };
      await firstOf((member) => exchange(`${member}/api/v2/silence/${id}`, init, deadlineMs));
    },
  };
}

/** What a member answered; null where none knows what it was asked for. */
interface Response {
  readonly text: string | null;
}

/** In one order, so that a silence that is put again is the same one. */
function matchersOf(labels: Labels) {
  return Object.entries(labels)
    .filter(([, value]) => value !== '')
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
}

/** Enough of the labels to keep the answer small: names that both of Alertmanager's parsers read, and no more than a URL may hold. */
function filtersOf(labels: Labels): readonly string[] {
  let room = maxFilterLength;
  return Object.entries(labels)
    .filter(([name, value]) => value !== '' && /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name))
    .toSorted(([left], [right]) => Number(right === 'alertname') - Number(left === 'alertname'))
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .filter((filter) => {
      const { length } = encodeURIComponent(filter);
      if (length > room) return false;
      room -= length;
      return true;
    });
}

function silenceOf(value: unknown): Silence | undefined {
  const { id, createdBy, comment, startsAt, endsAt, status, matchers } = partsOf(value);
  const state = silenceStates.find((known) => known === partsOf(status)['state']);
  if (typeof id !== 'string' || typeof createdBy !== 'string' || typeof comment !== 'string') return undefined;
  if (typeof startsAt !== 'string' || typeof endsAt !== 'string' || !state) return undefined;
  return { id, createdBy, comment, startsAt, endsAt, state, labels: labelsOf(matchers) };
}

/** What its matchers ask for, where each asks for one label with one value. */
function labelsOf(matchers: unknown): Labels | null {
  const parts = Array.isArray(matchers) ? matchers.map(partsOf) : [];
  const isPlain = parts.every(({ isRegex, isEqual }) => isRegex === false && isEqual !== false);
  const labels = Object.fromEntries(parts.map(({ name, value }) => [String(name), value]));
  return isPlain && parts.length > 0 && isLabels(labels) ? labels : null;
}
