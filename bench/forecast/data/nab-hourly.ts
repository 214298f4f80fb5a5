import type { Task } from './task.ts';
import { day, horizon, hourMs } from './task.ts';

/** Moments from which each series is forecast, four days apart. */
const origins = 4;
const mostHistory = 28 * day;
const fewestHistory = 10 * day;
/** Series with a larger share of hours without a value are sampled too irregularly. */
const mostGaps = 0.05;

interface Measurement {
  readonly atMs: number;
  readonly value: number;
}

/** The measurements of one file, `timestamp,value` a line, without a time zone. */
export function readMeasurements(csv: string): readonly Measurement[] {
  const [, ...lines] = csv.trim().split(/\r?\n/);
  return lines.map((line) => {
    const [stamp = '', value = ''] = line.split(',');
    return { atMs: Date.parse(`${stamp.replace(' ', 'T')}Z`), value: Number(value) };
  });
}

/** The mean of each hour, the hours without a value on a straight line between others; null where there are too many. */
export function hourlyMeans(measurements: readonly Measurement[]): readonly number[] | null {
  const ofHours = Map.groupBy(measurements, ({ atMs }) => Math.floor(atMs / hourMs));
  const hours = [...ofHours.keys()].toSorted((a, b) => a - b);
  const [first = 0, last = -1] = [hours[0], hours.at(-1)];
  const count = last - first + 1;
  if (count - hours.length > mostGaps * count) return null;
  const means = hours.map((hour) => meanOf((ofHours.get(hour) ?? []).map(({ value }) => value)));
  return hours.flatMap((hour, index) => {
    const [mean = 0, next = 0] = [means[index], means[index + 1]];
    const steps = (hours[index + 1] ?? hour + 1) - hour;
    return Array.from({ length: steps }, (_, step) => mean + ((next - mean) * step) / steps);
  });
}

/** The forecasts that are made of one series. */
export function tasksOf(name: string, values: readonly number[]): readonly Task[] {
  return Array.from({ length: origins }, (_, origin) => {
    const end = values.length - horizon * (1 + 2 * origin);
    const history = values.slice(Math.max(0, end - mostHistory), Math.max(0, end));
    return { id: `${name}@${origin}`, history, actual: values.slice(end, end + horizon) };
  }).filter(({ history }) => history.length >= fewestHistory && !repeatsItself(history));
}

/** Where each day is as the one before, errors have nothing to be measured in. */
function repeatsItself(history: readonly number[]): boolean {
  const changes = history.slice(day).map((value, index) => Math.abs(value - (history[index] ?? value)));
  const mean = meanOf(history);
  const deviation = Math.sqrt(meanOf(history.map((value) => (value - mean) ** 2)));
  return meanOf(changes) < 1e-3 * (deviation + 1e-9);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
