import type { LogLine } from '../../../model/logs/log-line.ts';
import type { Group } from '../lines/groups.ts';
import { headOf } from '../lines/groups.ts';
import { separateVariables, wildcard } from '../lines/masking.ts';
import { onsetOf } from './onset.ts';
import { moreThanChance } from './significance.ts';

/** Values of a known template that are not what they were, such as durations or a status. */
export interface Shift {
  /** The first line with such a value. */
  readonly line: LogLine;
  readonly chance: number;
  /** How many times more frequent such values became. */
  readonly ratio: number;
}

/** A value where the template varies, and the line that it is of. */
interface Value {
  readonly text: string;
  readonly line: LogLine;
}

/** Lines of each window that are looked at, spread over all of them. */
const maxLines = 300;
const [enoughBefore, enoughDuring] = [20, 10];
/** Beyond so many different texts a place holds names, not states. */
const maxStates = 12;
const [usual, far] = [0.98, 2];
const goldenRatio = (1 + Math.sqrt(5)) / 2;

/**
 * The most telling shift of a group: numbers beyond twice what nearly all were before, or a state (a word, a status)
 * that became at least twice as frequent. Both are counts of two windows, compared like rates; by how many places and
 * states were looked at, the chance is multiplied (Bonferroni). Null where there are too few lines.
 */
export function shiftOf({ before, during, template }: Group): Shift | null {
  if (before.length < enoughBefore || during.length < enoughDuring || !template.tokens.some(isVariable)) return null;
  const places = placesOf(spread(before), template.tokens);
  const placesDuring = placesOf(spread(during), template.tokens);
  const tests = [...places].flatMap(([place, values]) => {
    const now = placesDuring.get(place) ?? [];
    if (values.length < enoughBefore || now.length < enoughDuring) return [];
    return [...numbersBeyond(values, now), ...statesIn(values, now)];
  });
  const best = tests.toSorted((one, other) => one.chance - other.chance)[0];
  return best ? { ...best, chance: Math.min(1, best.chance * tests.length) } : null;
}

function isVariable(token: string): boolean {
  return token.includes(wildcard);
}

/** Values by place: what was masked, by its order, and words where the template has none, by position. */
function placesOf(lines: readonly LogLine[], tokens: readonly string[]): Map<string, Value[]> {
  const places = new Map<string, Value[]>();
  const put = (place: string, text: string, line: LogLine): void => {
    const known = places.get(place);
    if (known) known.push({ text, line });
    else places.set(place, [{ text, line }]);
  };
  for (const line of lines) {
    const { masked, replaced } = separateVariables(headOf(line.message));
    replaced.forEach((text, place) => put(`masked ${place}`, text, line));
    const words = masked.trim().split(/\s+/);
    tokens.forEach((token, place) => {
      const word = words[place];
      if (token === wildcard && word !== undefined && !isVariable(word)) put(`word ${place}`, word, line);
    });
  }
  return places;
}

function numbersBeyond(before: readonly Value[], during: readonly Value[]): readonly Shift[] {
  const known = before.flatMap(({ text }) => numberOf(text) ?? []).toSorted((one, other) => one - other);
  if (known.length < 0.9 * before.length) return [];
  const limit = far * (known[Math.floor(usual * (known.length - 1))] ?? Number.POSITIVE_INFINITY);
  const isBeyond = ({ text }: Value): boolean => (numberOf(text) ?? 0) > limit;
  return [shiftBy(isBeyond, before, during)].flatMap((shift) => shift ?? []);
}

function statesIn(before: readonly Value[], during: readonly Value[]): readonly Shift[] {
  const states = new Set([...before, ...during].map(({ text }) => text));
  if (states.size < 2 || states.size > maxStates) return [];
  return [...states].flatMap((state) => shiftBy(({ text }) => text === state, before, during) ?? []);
}

function shiftBy(is: (value: Value) => boolean, before: readonly Value[], during: readonly Value[]): Shift | null {
  const [seen, found] = [before.filter(is).length, during.filter(is)];
  const first = found[onsetOf(found.map(({ line }) => line))];
  const ratio = (found.length + 0.5) / during.length / ((seen + 0.5) / before.length);
  if (!first || ratio < 2) return null;
  const share = during.length / (before.length + during.length);
  return { line: first.line, chance: moreThanChance(seen, found.length, share), ratio };
}

const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000 };

/** A plain number, or a duration in milliseconds; null for addresses, times and ids. */
function numberOf(text: string): number | null {
  const [, digits, unit = ''] = /^(\d{1,15}(?:\.\d{1,9})?)([a-z]{0,3})$/i.exec(text) ?? [];
  return digits === undefined ? null : Number(digits) * (units[unit.toLowerCase()] ?? 1);
}

/** At most so many lines, one of each equal part; not at equal distances, which what is written in turns could follow. */
function spread(lines: readonly LogLine[]): readonly LogLine[] {
  if (lines.length <= maxLines) return lines;
  return Array.from({ length: maxLines }, (_, part) => {
    const within = (part * goldenRatio) % 1;
    return lines[Math.floor(((part + within) * lines.length) / maxLines)] ?? [];
  }).flat();
}
