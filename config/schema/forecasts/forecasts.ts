import { z } from 'zod';
import { resolutionFor } from '../../../model/forecast/resolution.ts';
import { forecasterNames, runbookNames } from '../../../model/names.ts';
import { Duration, Name } from '../fields.ts';
import { Amount, hasOneSource, oneSource, sourceFields } from './source.ts';
import { Moment, TimeZone, Weekly } from '../maintenance.ts';

const LabelName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'write the name of a label: letters, digits and _');
const Texts = z.record(LabelName, z.string().max(500));

const Dates = z
  .strictObject({ from: Moment, to: Moment })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from), { path: ['to'], message: 'must be later than from' });

const Event = z
  .strictObject({
    name: Name,
    dates: z.array(Dates).min(1).max(200).optional().meta({ description: 'When it was, and when it will be.' }),
    ...sourceFields,
  })
  .refine(
    ({ dates, query, elasticsearch }) => [dates, query, elasticsearch].filter((way) => way !== undefined).length === 1,
    'say when it is: dates, query or elasticsearch, one of the three',
  )
  .meta({ description: 'What changes the values while it lasts, such as a campaign or a deployment.' });

const Regressor = z
  .strictObject({ name: Name, ...sourceFields })
  .refine(hasOneSource, oneSource)
  .meta({ description: 'Another series that explains this one.' });

const Alert = z
  .strictObject({
    name: z.string().min(1).max(200).default('LimitPredicted'),
    labels: Texts.default({}).meta({ description: 'Added to those of the series; they win.' }),
    annotations: Texts.default({}),
  })
  .prefault({})
  .meta({ description: 'What a prediction is raised as.' });

const Calendar = z
  .strictObject({
    country: z.string().regex(/^[A-Z]{2}$/, 'write a country by its two letters, such as DE'),
    region: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,10}$/, 'write a region as the country counts them, such as BY')
      .optional(),
    timeZone: TimeZone,
  })
  .meta({ description: 'Whose holidays count.' });

const Step = z.union([z.literal('auto'), Duration('10s', '1d')], 'write auto, or a time such as 5m');
const Season = z.union(
  [z.literal('auto'), z.array(Duration('2m', '366d')).max(4)],
  'write auto, or a list of times such as [1d, 7d]',
);

const Settings = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/, 'write letters, digits and . _ - only'),
  ...sourceFields,
  counters: z
    .enum(['rate', 'raw'])
    .default('rate')
    .meta({ description: 'Whether of a counter of Prometheus the rate is meant, or the query is taken as it is.' }),
  unit: z.string().min(1).max(30).optional().meta({ description: 'As people write it, such as bytes or percent.' }),
  horizon: Duration('10m', '90d').prefault('4d').meta({ description: 'How far ahead is looked.' }),
  history: z
    .union([z.literal('auto'), Duration('1h', '730d')], 'write auto, or a time such as 21d')
    .default('auto')
    .meta({ description: 'How far back is looked; auto chooses it by the horizon.' }),
  every: Duration('1m', '7d').prefault('1h').meta({ description: 'How often.' }),
  step: Step.default('auto').meta({ description: 'The time between two values; auto chooses it by the horizon.' }),
  season: Season.default('auto').meta({ description: 'What repeats itself; auto finds it in each series.' }),
  model: z.enum(forecasterNames).default('ensemble').meta({ description: 'Who forecasts.' }),
  bounds: z
    .strictObject({ lower: Amount.optional(), upper: Amount.optional() })
    .prefault({})
    .meta({ description: 'What the values cannot leave.' }),
  limits: z
    .strictObject({ above: Amount.optional(), below: Amount.optional() })
    .prefault({})
    .meta({ description: 'What they should not get above or below. Without any, nothing is raised.' }),
  confidence: z.number().min(0.5).max(0.999).default(0.8).meta({ description: 'Less sure than this is not raised.' }),
  leadTime: z
    .strictObject({
      least: Duration('0s', '30d').prefault('30m').meta({ description: 'Less than this is left to the alert.' }),
      urgent: Duration('0s', '30d').prefault('12h').meta({ description: 'With less than this it is raised at once.' }),
    })
    .prefault({}),
  hours: Weekly.optional().meta({
    description:
      'When people hear of what is not urgent; every day from 08:00 to 20:00, of the calendar or else of UTC, without it.',
  }),
  recedesAfter: z
    .int()
    .min(1)
    .max(20)
    .default(3)
    .meta({ description: 'So many forecasts in a row without it take it back.' }),
  alert: Alert,
  owner: Name.optional().meta({ description: 'Who is told that it is theirs.' }),
  runbook: z.enum(runbookNames).optional().meta({ description: 'The runbook that answers it.' }),
  calendar: Calendar.optional(),
  events: z.array(Event).max(50).default([]),
  regressors: z.array(Regressor).max(10).default([]),
  maxSeries: z
    .int()
    .min(1)
    .max(20_000)
    .default(500)
    .meta({ description: 'A query with more series is refused as a whole.' }),
});
type ForecastSettings = z.output<typeof Settings>;

/** A quantity that is forecast again and again. */
export const Forecast = Settings.refine(hasOneSource, oneSource).superRefine(refuseContradictions);

/** Where forecasts keep what they have learned. */
export const Forecasting = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .regex(/^[^\0]*$/, 'must not contain a NUL character')
      .default('.nightshift/forecasts')
      .meta({ description: 'What was learned of each series; what is lost there is learned anew.' }),
    keep: Duration('1d', '3650d').prefault('90d').meta({ description: 'How long that of a lost series is kept.' }),
    processes: z.int().min(1).max(64).default(1).meta({
      description: 'How many series a worker calculates at the same time; each process may hold 512 MB.',
    }),
    transformer: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'An ONNX file in the place of the small Transformer; docs/forecasting.md says which.' }),
  })
  .prefault({});

/** What no later check could explain as well. */
function refuseContradictions(forecast: ForecastSettings, ctx: z.core.$RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string): void =>
    ctx.addIssue({ code: 'custom', path, message, input: forecast });
  const { horizon, step, season, bounds, limits, leadTime, events, regressors } = forecast;
  const automatic = resolutionFor(horizon);
  const history = forecast.history === 'auto' ? automatic.historyMs : forecast.history;

  if (history < horizon) refuse(['history'], 'look back at least as far as ahead: history is shorter than horizon');
  if (step !== 'auto' && step > horizon) refuse(['step'], 'must not be longer than the horizon');
  if (step !== 'auto' && horizon / step > maxSteps)
    refuse(['step'], `the horizon has more than ${maxSteps} of these steps: make them longer`);
  if (history / (step === 'auto' ? automatic.stepMs : step) > maxPast)
    refuse(['history'], `has more than ${maxPast} steps: look less far back, or make the steps longer`);
  for (const [index, length] of season === 'auto' ? [] : season.entries())
    if (2 * length > history)
      refuse(['season', index], 'must be at least twice in the history: look further back, or leave it out');
  if (leadTime.urgent < leadTime.least)
    refuse(['leadTime', 'urgent'], 'must not be less than leadTime.least, below which nothing is raised');
  if (leadTime.least >= horizon) refuse(['leadTime', 'least'], 'must be less than the horizon: look further ahead');

  const { lower, upper } = bounds;
  if (isBelow(upper, lower, 'or equal')) refuse(['bounds', 'upper'], 'must be above bounds.lower');
  for (const direction of ['above', 'below'] as const) {
    const limit = limits[direction];
    if (isBelow(limit, lower) || isBelow(upper, limit))
      refuse(['limits', direction], 'lies outside of the bounds, and would never be reached');
  }
  if (isBelow(limits.above, limits.below, 'or equal')) refuse(['limits', 'above'], 'must be above limits.below');

  for (const [key, list] of Object.entries({ events, regressors }))
    for (const [index, { name }] of list.entries())
      if (list.findIndex((other) => other.name === name) < index)
        refuse([key, index, 'name'], `${name} is there twice`);
}

/** The work grows with them, and of the past the memory. */
const maxSteps = 1_000;
const maxPast = 20_000;

type AmountSettings = z.output<typeof Amount> | undefined;

/** Of two numbers; what a query will say is not known yet. */
function isBelow(one: AmountSettings, other: AmountSettings, orEqual?: 'or equal'): boolean {
  if (typeof one !== 'number' || typeof other !== 'number') return false;
  return one < other || (orEqual !== undefined && one === other);
}

interface Described {
  readonly forecasts: readonly ForecastSettings[];
  readonly prometheus?: object | undefined;
  readonly elasticsearch?: object | undefined;
}

/** Refuses forecasts from sources that are not described. */
export function refuseLostForecasts(described: Described, ctx: z.core.$RefinementCtx): void {
  for (const [index, forecast] of described.forecasts.entries()) {
    for (const { path, source } of sourcesOf(forecast)) {
      const lost = [
        ...(source.query !== undefined && !described.prometheus ? [['query', 'prometheus'] as const] : []),
        ...(source.elasticsearch && !described.elasticsearch ? [['elasticsearch', 'elasticsearch'] as const] : []),
      ];
      for (const [key, missing] of lost) {
        const message = `nobody answers this: describe ${missing}`;
        ctx.addIssue({ code: 'custom', path: ['forecasts', index, ...path, key], message, input: forecast });
      }
    }
  }
}

interface PlacedSource {
  readonly path: readonly (string | number)[];
  readonly source: { readonly query?: unknown; readonly elasticsearch?: unknown };
}

/** Every part of a forecast that may have a source. */
function sourcesOf(forecast: ForecastSettings): readonly PlacedSource[] {
  const { bounds, limits, events, regressors } = forecast;
  const amounts = [
    { path: ['bounds', 'lower'], source: bounds.lower },
    { path: ['bounds', 'upper'], source: bounds.upper },
    { path: ['limits', 'above'], source: limits.above },
    { path: ['limits', 'below'], source: limits.below },
  ];
  return [
    { path: [], source: forecast },
    ...amounts.flatMap(({ path, source }) => (typeof source === 'object' ? [{ path, source }] : [])),
    ...events.map((source, index) => ({ path: ['events', index], source })),
    ...regressors.map((source, index) => ({ path: ['regressors', index], source })),
  ];
}
