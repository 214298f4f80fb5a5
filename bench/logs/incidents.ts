import type { LogLine } from '../../model/logs/log-line.ts';
import type { ServiceKind } from './backgrounds.ts';
import { backgrounds } from './backgrounds.ts';
import { faults } from './faults.ts';
import type { Random } from './random.ts';
import { randomOf } from './random.ts';
import type { Fault, Words } from './words.ts';

/** Two windows of lines, and which of them tell the cause; a control has no cause. */
export interface LabelledIncident {
  readonly name: string;
  readonly before: readonly LogLine[];
  readonly during: readonly LogLine[];
  readonly beforeMs: number;
  readonly duringMs: number;
  /** Ids of the lines that a human would call the cause. */
  readonly causes: ReadonlySet<string>;
}

const minute = 60_000;
const [beforeMs, duringMs] = [30 * minute, 15 * minute];
const start = Date.UTC(2026, 0, 5, 3);
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

/** Odd errors that come now and then and mean nothing; each is rare, together they are always there. */
const oddities = [
  'cannot read favicon',
  'session store lost entry',
  'ignoring malformed cookie',
  'failed to send metric batch',
  'thumbnail failed',
  'stale lock removed, error ignored',
  'client went away: broken pipe',
  'failed to parse locale',
];

/** What happens around incidents and without any: harmless, and it changes what is written. */
const companions: readonly (readonly Words[])[] = [
  [],
  // A release: new words at every level but error.
  [
    { from: 'shop', level: 'info', lines: 1, after: -60, over: 1, text: () => 'received SIGTERM, draining' },
    { from: 'shop', level: 'info', lines: 1, after: -50, over: 1, text: () => 'listening on port 3000, build 2026.4' },
    {
      from: 'shop',
      level: 'info',
      lines: 200,
      after: -49,
      over: 600,
      text: (r) => `rendered cart ${r.upTo(90_000)} with the new template engine`,
    },
    {
      from: 'shop',
      level: 'warn',
      lines: 90,
      after: -45,
      over: 600,
      text: (r) => `option legacyCart is deprecated, used by page ${r.upTo(900)}`,
    },
  ],
  // A nightly job.
  [
    {
      from: 'worker',
      level: 'info',
      lines: 150,
      after: -100,
      over: 700,
      text: (r) => `archived invoice ${r.upTo(90_000)} in ${r.upTo(90)}ms`,
    },
    {
      from: 'db',
      level: 'info',
      lines: 12,
      after: -90,
      over: 600,
      text: (r) => `automatic vacuum of table orders: removed ${r.upTo(900)} tuples`,
    },
  ],
  // A process is replaced as planned.
  [
    { from: 'host', level: null, lines: 2, after: -80, over: 30, text: () => 'systemd[1]: Stopping queue worker...' },
    {
      from: 'host',
      level: null,
      lines: 2,
      after: -78,
      over: 30,
      text: () => 'systemd[1]: worker.service: Deactivated successfully, exit code 0.',
    },
  ],
];

/** Incidents in turn through all faults, then controls in which nothing is wrong. The same seed makes the same lines. */
export function labelledIncidents(seed: number, incidents: number, controls: number): readonly LabelledIncident[] {
  return Array.from({ length: incidents + controls }, (_, number) => {
    const fault = number < incidents ? faults[number % faults.length] : undefined;
    return new Scene(randomOf(seed * 100_003 + number)).play(fault);
  });
}

/** Healthy lines and one fault among them: as many as wanted at least. */
export function manyLines(seed: number, count: number): LabelledIncident {
  const factor = count / 8_000;
  return new Scene(randomOf(seed), factor).play(faults[0]);
}

class Scene {
  private readonly random: Random;
  private readonly factor: number;
  private readonly before: LogLine[] = [];
  private readonly during: LogLine[] = [];
  private ids = 0;

  constructor(random: Random, factor = 0.6 + random.next()) {
    this.random = random;
    this.factor = factor;
  }

  play(fault: Fault | undefined): LabelledIncident {
    const traffic = this.random.pick([0.7, 1, 1, 1, 1.5, 2]);
    this.background(this.before, start, beforeMs, 1);
    this.background(this.during, start + beforeMs, duringMs, traffic);
    for (const words of this.random.pick(companions)) this.speak(words, this.faultAt);
    const causes = fault ? this.fail(fault) : [];
    return {
      name: fault?.name ?? 'control',
      before: this.before,
      during: this.during,
      beforeMs,
      duringMs,
      causes: new Set(causes),
    };
  }

  private readonly faultAt = start + beforeMs + 3 * minute;

  private background(into: LogLine[], from: number, ms: number, traffic: number): void {
    for (const [service, kind] of Object.entries(topology)) {
      for (const { level, rate, text } of backgrounds[kind]) {
        // Minutes differ, and so do errors, which come in bursts.
        for (let at = from; at < from + ms; at += minute) {
          const mean = rate * this.factor * traffic * (0.7 + 0.6 * this.random.next());
          const count = this.random.poisson(mean) * (level === 'error' && this.random.next() < 0.1 ? 3 : 1);
          for (let line = 0; line < count; line++)
            this.write(into, at + this.random.upTo(minute), service, level, text(this.random));
        }
      }
      for (const odd of oddities) {
        if (this.random.next() < (0.15 * ms) / beforeMs)
          this.write(into, from + this.random.upTo(ms), service, 'error', `${odd} ${this.random.hex(6)}`);
      }
    }
  }

  private fail({ cause, symptoms, isKnownBefore }: Fault): readonly string[] {
    const loudness = 0.4 + 1.2 * this.random.next();
    for (let line = 0; line < (isKnownBefore?.lines ?? 0); line++) {
      this.write(this.before, start + this.random.upTo(beforeMs), cause.from, cause.level, cause.text(this.random));
    }
    for (const words of symptoms) this.speak({ ...words, lines: Math.ceil(words.lines * loudness) }, this.faultAt);
    return this.speak(cause, this.faultAt);
  }

  /** The first line comes on time, the others follow by chance. */
  private speak({ from, level, lines, after, over, text, stack }: Words, at: number): readonly string[] {
    return Array.from({ length: lines }, (_, line) => {
      const delay = line === 0 ? this.random.next() * 0.5 : this.random.next() * over;
      return this.write(this.during, at + Math.round((after + delay) * 1_000), from, level, text(this.random), stack);
    });
  }

  private write(
    into: LogLine[],
    at: number,
    service: string,
    level: string | null,
    message: string,
    stack: string | null = null,
  ): string {
    const id = String(this.ids++);
    into.push({ at, level, service, message, traceId: null, stack, id });
    return id;
  }
}
