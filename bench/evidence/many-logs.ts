import type { ServiceKind } from '../logs/services/backgrounds.ts';
import { backgrounds } from '../logs/services/backgrounds.ts';
import type { Random } from '../logs/random.ts';
import { randomOf } from '../logs/random.ts';

/** What somebody asks for: the lines of a service around a moment at which it began to fail. */
export interface Question {
  readonly service: string;
  readonly host: string;
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.UTC(2026, 0, 5);
const services = 120;
const hosts = 24;
const kinds = Object.keys(backgrounds) as readonly ServiceKind[];
/** Beside the questions' own lines, failures take up this many lines each. */
const failingLines = 40;

/** Questions about services large and small, and windows short and long, spread over a day. */
export function questionsOf(seed: number, count: number): readonly Question[] {
  const random = randomOf(seed);
  return Array.from({ length: count }, (_, number) => {
    const length = random.pick([5, 15, 15, 30, 60]) * minute;
    const from = start + 2 * 60 * minute + random.upTo(day - 3 * 60 * minute - length);
    const service = (number * 7) % services;
    return { ...placeOf(service), from, to: from + length };
  });
}

/** Documents in the Elastic Common Schema, the same for the same seed: a day of many services, and the questions' failures. */
export function* logDocuments(seed: number, count: number, questions: readonly Question[]): Generator<object> {
  const random = randomOf(seed);
  for (const { service, host, from } of questions) {
    for (let line = 0; line < failingLines; line++) {
      const message = `cannot reach ledger at 10.0.0.9:5432 for order ${random.upTo(90_000)}: connection refused`;
      yield document(from + random.upTo(4 * minute), service, host, 'error', message);
    }
  }
  for (let line = failingLines * questions.length; line < count; line++) {
    const number = services ** random.next() - 1;
    const { service, host } = placeOf(Math.floor(number));
    const { level, text } = anyLine(random, kinds[Math.floor(number) % kinds.length] ?? 'node');
    yield document(start + random.upTo(day), service, host, level ?? 'info', text(random));
  }
}

function placeOf(number: number): { readonly service: string; readonly host: string } {
  return { service: `service-${number}`, host: `node-${number % hosts}` };
}

/** One of the kinds of lines of a service, as often as it writes them. */
function anyLine(random: Random, kind: ServiceKind) {
  const own = backgrounds[kind];
  let left = random.next() * own.reduce((sum, { rate }) => sum + rate, 0);
  return own.find(({ rate }) => (left -= rate) < 0) ?? random.pick(own);
}

function document(at: number, service: string, host: string, level: string, message: string): object {
  return { '@timestamp': at, message, log: { level }, service: { name: service }, host: { name: host } };
}
