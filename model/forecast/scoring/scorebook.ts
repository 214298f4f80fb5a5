import type { ForecasterName } from '../../names.ts';
import type { Demotion } from './demotion.ts';
import { demote, faultOf } from './demotion.ts';
import type { Scored } from './scored.ts';
import type { Tally } from './tally.ts';
import { addTallies, count, emptyTally } from './tally.ts';

const day = 24 * 60 * 60_000;
/** What is older says little about a model that learns. */
export const keptDays = 30;
/** Enough for what is told again after a crash, and small enough to be handed from run to run. */
const maxSeen = 5_000;

/** What one model did on one day. */
interface DayTally {
  /** Days since 1970. */
  readonly day: number;
  readonly model: ForecasterName;
  readonly tally: Tally;
}

/** How well a forecast did lately; plain data that survives continue-as-new. */
export interface Scorebook {
  readonly days: readonly DayTally[];
  /** Models that are, or were, demoted; one entry for each. */
  readonly demotions: readonly Demotion[];
  /** The ids of what was counted last, oldest first. */
  readonly seen: readonly string[];
  /** Messages that could not be read. */
  readonly ignored: number;
}

export const emptyScorebook: Scorebook = { days: [], demotions: [], seen: [], ignored: 0 };

/** A scorebook after news, and what was new in them. */
interface Entry {
  readonly book: Scorebook;
  readonly counted: readonly Scored[];
  /** Models that were demoted for it. */
  readonly demoted: readonly Demotion[];
}

/** Enters what was scored: each once, on the day it belongs to, and demotes what proves to be bad. */
export function enter(book: Scorebook, scored: readonly Scored[], nowMs: number): Entry {
  const seen = new Set(book.seen);
  const counted = scored.filter(({ id }) => !seen.has(id) && seen.add(id));
  const oldest = dayOf(nowMs) - keptDays;
  let days: Scorebook['days'] = book.days.filter((each) => each.day > oldest);
  for (const each of counted) days = entered(days, each, Math.min(dayOf(nowMs), dayFor(each, book)), oldest);

  let after: Scorebook = { ...book, days, seen: [...seen].slice(-maxSeen) };
  for (const model of new Set(counted.map((each) => each.model))) after = judged(after, model, nowMs);
  return { book: after, counted, demoted: after.demotions.filter((each) => !book.demotions.includes(each)) };
}

/** What a model did in all the time that is kept. */
export function tallyOf({ days }: Scorebook, model: ForecasterName, sinceDay = 0): Tally {
  return days
    .filter((each) => each.model === model && each.day >= sinceDay)
    .reduce((sum, { tally }) => addTallies(sum, tally), emptyTally);
}

/** Every model that there is something to say of. */
export function modelsIn({ days }: Scorebook): readonly ForecasterName[] {
  return [...new Set(days.map(({ model }) => model))].toSorted();
}

function entered(days: Scorebook['days'], scored: Scored, itsDay: number, oldest: number): Scorebook['days'] {
  if (itsDay <= oldest) return days;
  const isIt = (each: DayTally): boolean => each.day === itsDay && each.model === scored.model;
  const tally = count(days.find(isIt)?.tally ?? emptyTally, scored);
  return [...days.filter((each) => !isIt(each)), { day: itsDay, model: scored.model, tally }];
}

/** The day on which something counts: that of a demotion for a prediction from before its end, or it would be held against a new trial. */
function dayFor(scored: Scored, { demotions }: Scorebook): number {
  const demotion = demotions.find(({ model }) => model === scored.model);
  const isFromBefore = demotion !== undefined && scored.kind === 'prediction' && scored.raisedAtMs < demotion.untilMs;
  return dayOf(isFromBefore ? Math.min(scored.atMs, demotion.sinceMs) : scored.atMs);
}

/** By what it did since it was tried again, which is nothing before: what it was demoted for must not demote it twice. */
function judged(book: Scorebook, model: ForecasterName, nowMs: number): Scorebook {
  const triedAgainMs = book.demotions.find((each) => each.model === model)?.untilMs ?? 0;
  const because = faultOf(tallyOf(book, model, Math.ceil(triedAgainMs / day)));
  return because === null ? book : { ...book, demotions: demote(book.demotions, model, because, nowMs) };
}

function dayOf(ms: number): number {
  return Math.floor(ms / day);
}
