import type { LogLine } from '../../model/logs/log-line.ts';
import type { ServiceKind } from './services/backgrounds.ts';
import { backgrounds } from './services/backgrounds.ts';
import { companions, oddities, rarities } from './companions.ts';
import { families } from './services/families.ts';
import type { Random } from './random.ts';
import type { Background, Fault, Words } from './words.ts';

/** Two windows of lines, and which of them tell the cause; a control has no cause. */
export interface LabelledIncident {
  readonly name: string;
  readonly before: readonly LogLine[];
  readonly during: readonly LogLine[];
  readonly beforeMs: number;
  readonly duringMs: number;
  /** Ids of the lines that are of the kind that a human would call the cause. */
  readonly causes: ReadonlySet<string>;
  /** What wrote each line, by its id: lines of one kind have one true template. */
  readonly kinds: ReadonlyMap<string, object>;
}

const minute = 60_000;
const [beforeMs, duringMs] = [30 * minute, 15 * minute];
const start = Date.UTC(2026, 0, 5, 3);
const faultAt = start + beforeMs + 3 * minute;
const topology: Readonly<Record<string, ServiceKind>> = {
  gateway: 'web',
  shop: 'node',
  orders: 'jvm',
  billing: 'go',
  worker: 'node',
  db: 'database',
  queue: 'queue',
  host: 'kernel',
};
/** Families of other services that write into the same logs. */
const neighbours = 3;
const odd = oddities.map((text) => ({ text, level: 'error' }));
const rare = rarities.map((text) => ({ text, level: 'info' }));
/** Services whose lines belong to requests, and so to traces. */
const traced: readonly (string | undefined)[] = ['gateway', 'shop', 'orders', 'billing'];

/** One stretch of time with its healthy lines, and a fault among them. */
export class Scene {
  private readonly random: Random;
  private readonly factor: number;
  private readonly before: LogLine[] = [];
  private readonly during: LogLine[] = [];
  private readonly kinds = new Map<string, object>();
  /** Services that name no level beside their text. */
  private readonly levelless = new Set<string>();
  private isTraced = false;
  private services: readonly (readonly [string, readonly Background[]])[] = [];

  constructor(random: Random, factor = 0.6 + random.next()) {
    this.random = random;
    this.factor = factor;
  }

  play(fault: Fault | undefined): LabelledIncident {
    this.setUp(fault);
    const traffic = this.random.pick([0.7, 1, 1, 1, 1.5, 2]);
    this.background(this.before, start, beforeMs, () => 1);
    // What fails serves less.
    const sick = new Set(fault && this.random.next() < 0.5 ? fault.symptoms.map(({ from }) => from) : []);
    const left = 0.3 + 0.7 * this.random.next();
    this.background(this.during, start + beforeMs, duringMs, (service, at) => {
      if (at < faultAt) return traffic;
      return service === fault?.silences ? 0 : traffic * (sick.has(service) ? left : 1);
    });
    const companionAt = faultAt + (this.random.upTo(300) - 80) * 1_000;
    for (const words of this.random.pick(companions)) {
      if (words.from !== fault?.silences) this.speak(words, companionAt);
    }
    const causes = fault ? this.fail(fault) : [];
    const { before, during, kinds } = this;
    return { name: fault?.name ?? 'control', before, during, beforeMs, duringMs, causes: new Set(causes), kinds };
  }

  private setUp(fault: Fault | undefined): void {
    const names = new Set(fault?.needs === undefined ? [] : [fault.needs]);
    while (names.size < neighbours) names.add(this.random.pick(Object.keys(families)));
    this.services = [
      ...Object.entries(topology).map(([service, kind]) => [service, backgrounds[kind]] as const),
      ...[...names].map((name) => [name, families[name] ?? []] as const),
    ];
    for (const [service] of this.services) if (this.random.next() < 0.15) this.levelless.add(service);
    this.isTraced = this.random.next() < 0.5;
  }

  private background(into: LogLine[], from: number, ms: number, share: (service: string, at: number) => number): void {
    for (const [service, lines] of this.services) {
      for (const background of lines) {
        // Minutes differ, and so do errors, which come in bursts.
        for (let at = from; at < from + ms; at += minute) {
          const mean = background.rate * this.factor * share(service, at) * (0.7 + 0.6 * this.random.next());
          const count = this.random.poisson(mean) * (background.level === 'error' && this.random.next() < 0.1 ? 3 : 1);
          for (let line = 0; line < count; line++)
            this.write(into, at + this.random.upTo(minute), service, background, background.text(this.random));
        }
      }
      for (const kind of [...odd, ...rare]) {
        const at = from + this.random.upTo(ms);
        if (this.random.next() < (0.15 * ms) / beforeMs && share(service, at) > 0)
          this.write(into, at, service, kind, `${kind.text} ${this.random.hex(6)}`);
      }
    }
  }

  private fail({ cause, symptoms, isKnownBefore, silences }: Fault): readonly string[] {
    const loudness = 0.4 + 1.2 * this.random.next();
    const kind = isKnownBefore?.as ?? cause;
    for (let line = 0; line < (isKnownBefore?.lines ?? 0); line++) {
      const at = start + this.random.upTo(beforeMs);
      this.write(this.before, at, cause.from, { ...cause, kind }, cause.text(this.random));
    }
    symptoms.forEach((words, depth) =>
      this.speak({ ...words, lines: Math.ceil(words.lines * loudness) }, faultAt, { depth: depth + 1, kind: words }),
    );
    this.speak(cause, faultAt, { depth: 0, kind });
    // The last words of a silent service are its own, whichever they are.
    return this.during
      .filter(
        ({ service, id }) => service === (silences ?? cause.from) && (silences ?? this.kinds.get(id ?? '') === kind),
      )
      .flatMap(({ id }) => id ?? []);
  }

  /** The first line comes on time, the others follow by chance; in a trace, what lies deeper fails a little earlier. */
  private speak(
    words: Words,
    at: number,
    { depth, kind }: { depth: number; kind: object } = { depth: 0, kind: words },
  ): void {
    const { from, lines, after, over, text, stack } = words;
    const isTraced = this.isTraced && words.level === 'error' && traced.includes(from);
    for (let line = 0; line < lines; line++) {
      const delay = after + (line === 0 ? this.random.next() * 0.5 : this.random.next() * over);
      const request = Math.round(delay / 2);
      const millis = isTraced && line > 0 ? request * 2_000 + depth * 40 + this.random.upTo(30) : delay * 1_000;
      this.write(this.during, at + Math.round(millis), from, { level: words.level, kind }, text(this.random), {
        stack: stack ?? null,
        traceId: isTraced ? `trace-${request}` : null,
      });
    }
  }

  private write(
    into: LogLine[],
    at: number,
    service: string,
    said: { readonly level: string | null; readonly kind?: object },
    text: string,
    more: Pick<LogLine, 'stack' | 'traceId'> = { stack: null, traceId: null },
  ): void {
    const id = String(this.kinds.size);
    this.kinds.set(id, said.kind ?? said);
    const isLevelless = this.levelless.has(service) && said.level !== null;
    const message = isLevelless ? `${said.level?.toUpperCase()} ${text}` : text;
    into.push({ at, level: isLevelless ? null : said.level, service, message, ...more, id });
  }
}
