import ms from 'ms';
import type { StringValue } from 'ms';
import { timeOf } from '../../clients/series/files/cells.ts';
import type { Limit } from '../../model/forecast/crossing.ts';
import type { ForecastQuestion } from '../../model/forecast/forecast.ts';
import type { Bounds } from '../../model/forecast/series.ts';
import type { ForecasterName } from '../../model/names.ts';
import { forecasterNames } from '../../model/names.ts';
import { UsageError } from '../context.ts';

/** `nightshift forecast` as it was typed. */
export interface TypedOptions {
  readonly csv?: string;
  readonly query?: string;
  readonly batch?: string;
  readonly horizon: string;
  readonly step?: string;
  readonly start?: string;
  readonly end?: string;
  readonly season: string;
  readonly model: string;
  readonly lower?: string;
  readonly upper?: string;
  readonly limit?: string;
  readonly level: string;
  readonly unit?: string;
  readonly seed: string;
  readonly deadline: string;
  readonly processes?: string;
  readonly json?: boolean;
  readonly svg?: string;
  readonly title?: string;
}

/** How far ahead: in steps, or in time, which depends on the step. */
export type Horizon =
  { readonly kind: 'steps'; readonly steps: number } | { readonly kind: 'time'; readonly ms: number };

/** What was typed, understood. */
export interface ForecastOptions {
  readonly horizon: Horizon;
  readonly stepMs: number | null;
  readonly startMs: number | null;
  readonly endMs: number | null;
  readonly seasons: ForecastQuestion['seasons'];
  readonly model: ForecasterName;
  readonly bounds: Bounds;
  readonly limit: Limit | null;
  readonly level: number;
  readonly unit: string | null;
  readonly seed: number;
  readonly deadlineMs: number;
  readonly processes: number | null;
}

const maxSteps = 100_000;

/** @throws UsageError which says what an option takes. */
export function understood(typed: TypedOptions): ForecastOptions {
  const bounds = { lower: numberIn('--lower', typed.lower), upper: numberIn('--upper', typed.upper) };
  if (bounds.lower !== null && bounds.upper !== null && bounds.lower >= bounds.upper)
    throw new UsageError('--lower must be below --upper');
  const level = numberIn('--level', typed.level) ?? 0;
  if (!(level >= 0.5 && level < 1)) throw new UsageError('--level takes a share from 0.5 to below 1, such as 0.95');
  return {
    horizon: horizonOf(typed.horizon),
    stepMs: typed.step === undefined ? null : timeSpan('--step', typed.step),
    startMs: momentIn('--start', typed.start),
    endMs: momentIn('--end', typed.end),
    seasons: seasonsOf(typed.season),
    model: modelOf(typed.model),
    bounds,
    limit: typed.limit === undefined ? null : limitOf(typed.limit),
    level,
    unit: typed.unit ?? null,
    seed: countIn('--seed', typed.seed, 0, 2 ** 31 - 1),
    deadlineMs: timeSpan('--deadline', typed.deadline),
    processes: typed.processes === undefined ? null : countIn('--processes', typed.processes, 1, 256),
  };
}

/** The horizon in steps of a series. @throws UsageError for less than one of them. */
export function stepsOf(horizon: Horizon, stepMs: number): number {
  const steps = horizon.kind === 'steps' ? horizon.steps : Math.round(horizon.ms / stepMs);
  if (steps >= 1 && steps <= maxSteps) return steps;
  throw new UsageError(`--horizon must be 1 to ${maxSteps} steps of the series; a step of it is ${stepMs / 1_000} s`);
}

function horizonOf(text: string): Horizon {
  if (/^\d{1,9}$/.test(text)) return { kind: 'steps', steps: countIn('--horizon', text, 1, maxSteps) };
  const time = spanOf(text);
  if (time > 0) return { kind: 'time', ms: time };
  throw new UsageError('--horizon takes a number of steps, such as 48, or a time, such as 12h or 7d');
}

function seasonsOf(text: string): ForecastQuestion['seasons'] {
  if (text === 'auto') return 'auto';
  if (text === 'none') return [];
  const seasons = text.split(',').map((part) => (/^\d{1,6}$/.test(part) ? Number(part) : 0));
  if (seasons.length <= 10 && seasons.every((season) => season >= 2))
    return [...new Set(seasons)].toSorted((a, b) => a - b);
  throw new UsageError('--season takes auto, none, or lengths of seasons in steps, such as 24,168');
}

function modelOf(text: string): ForecasterName {
  const model = forecasterNames.find((name) => name === text);
  if (model) return model;
  throw new UsageError(`--model takes one of ${forecasterNames.join(', ')}`);
}

function limitOf(text: string): Limit {
  const [, direction, value] = /^(above|below):(.+)$/.exec(text) ?? [];
  const number = value === undefined ? Number.NaN : numberOf(value);
  if ((direction === 'above' || direction === 'below') && Number.isFinite(number)) return { direction, value: number };
  throw new UsageError('--limit takes a direction and a number, such as above:90 or below:1e9');
}

function momentIn(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const time = timeOf(text);
  if (time !== undefined) return time;
  throw new UsageError(`${option} takes a time in ISO 8601, such as 2026-03-01T12:00:00Z, or seconds since 1970`);
}

function timeSpan(option: string, text: string): number {
  const time = spanOf(text);
  if (time >= 1_000) return time;
  throw new UsageError(`${option} takes a number and a unit, of a second or more, such as 90s, 5m or 1h`);
}

function spanOf(text: string): number {
  return /^\d{1,6}(?:s|m|h|d)$/.test(text) ? ms(text as StringValue) : 0;
}

function numberIn(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = numberOf(text);
  if (Number.isFinite(number)) return number;
  throw new UsageError(`${option} takes a number`);
}

/** NaN for what is none; an empty text would count as 0. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function countIn(option: string, text: string, least: number, most: number): number {
  const count = /^\d{1,10}$/.test(text) ? Number(text) : -1;
  if (count >= least && count <= most) return count;
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}`);
}
