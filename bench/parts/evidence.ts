import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogAccess } from '../../clients/elasticsearch/log-access.ts';
import { openLogAccess } from '../../clients/elasticsearch/log-access.ts';
import { createEvidenceFiles } from '../../clients/evidence/evidence-files.ts';
import { comparable } from '../../clients/logs/comparable.ts';
import type { LogStore } from '../../clients/logs/log-store.ts';
import { analyseLogs } from '../../detection/logs/analyse-logs.ts';
import { acquire } from '../../stack/acquire.ts';
import { elasticsearch } from '../../stack/components/elasticsearch.ts';
import { loadLogs } from '../evidence/load-logs.ts';
import type { Question } from '../evidence/many-logs.ts';
import { logDocuments, questionsOf } from '../evidence/many-logs.ts';
import type { Figure } from '../report.ts';
import { percentile } from '../statistics.ts';

const seed = 2_026;
const questions = 200;
/** The first ones wake the node and the compiler of Node. */
const warmUp = 5;
const beforeMs = 60 * 60_000;
const bounds = { maxLines: 20_000, maxBytes: 10 * 1024 * 1024 };
const heapMb = 2_048;

/** What one question came to. */
interface Answer {
  readonly ms: number;
  readonly searchMs: number;
  readonly lines: number;
  /** Whether fewer lines were read than there are. */
  readonly isSampled: boolean;
  readonly hasCause: boolean;
}

/** From the question about a service to lines found, analysed and kept as evidence, in an index of many lines. */
export async function measureEvidence(lines: number): Promise<readonly Figure[]> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-evidence-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const program = await acquire(elasticsearch, console.error);
  const node = await elasticsearch.start(program, { dataDir: folder, heapMb });
  cleanup.defer(() => elasticsearch.stop(node));

  const asked = questionsOf(seed, questions + warmUp);
  const index = 'logs-bench';
  await loadLogs(node.url, index, logDocuments(seed, lines, asked));
  const access = openLogAccess(
    {
      nodes: [node.url],
      auth: { kind: 'none' },
      ca: null,
      timeoutMs: 30_000,
      logs: [{ index, fields: 'ecs' }],
      kibana: null,
      evidence: { prefix: 'evidence-bench', keepMs: Number.MAX_SAFE_INTEGER },
    },
    createEvidenceFiles(folder, 1),
  );
  cleanup.defer(access.close);
  const { store } = access;
  if (!store) throw new Error('there is no store');

  const answers: Answer[] = [];
  for (const question of asked) answers.push(await answerTo(question, store, access));
  return figuresOf(answers.slice(warmUp), lines);
}

async function answerTo(question: Question, store: LogStore, { keepEvidence }: LogAccess): Promise<Answer> {
  const { service, host, from, to } = question;
  const subjects = [{ host, services: [service], namespace: null, workload: null }];
  const startedAt = performance.now();
  const [before, during] = await Promise.all([
    store.search({ subjects, from: from - beforeMs, to: from, ...bounds }),
    store.search({ subjects, from, to, ...bounds }),
  ]);
  const searchMs = performance.now() - startedAt;
  const findings = analyseLogs({ ...comparable(before, during), beforeMs, duringMs: to - from });
  await keepEvidence({
    incident: `incident:${service}:${from}`,
    target: `host/${host}/service/${service}`,
    source: store.name,
    from,
    to,
    findings,
    lines: during.lines,
  });
  return {
    ms: performance.now() - startedAt,
    searchMs,
    lines: before.lines.length + during.lines.length,
    isSampled: before.read !== undefined || during.read !== undefined,
    hasCause: findings.slice(0, 3).some(({ exitReason }) => exitReason === 'connection-refused'),
  };
}

function figuresOf(answers: readonly Answer[], lines: number): readonly Figure[] {
  const index = `${lines.toLocaleString('en')} lines`;
  const of = (share: number, value: (answer: Answer) => number): number => percentile(answers.map(value), share);
  const shareOf = (is: (answer: Answer) => boolean): number => (100 * answers.filter(is).length) / answers.length;
  return [
    { what: `question to evidence, ${index}, p50`, unit: 'ms', value: of(0.5, ({ ms }) => ms) },
    {
      what: `question to evidence, ${index}, p95`,
      unit: 'ms',
      value: of(0.95, ({ ms }) => ms),
      wanted: { below: 3_000 },
    },
    { what: `question to evidence, ${index}, slowest`, unit: 'ms', value: of(1, ({ ms }) => ms) },
    { what: `search alone, ${index}, p95`, unit: 'ms', value: of(0.95, ({ searchMs }) => searchMs) },
    { what: 'lines read for a question, p50', unit: 'lines', value: of(0.5, (answer) => answer.lines) },
    { what: 'lines read for a question, p95', unit: 'lines', value: of(0.95, (answer) => answer.lines) },
    { what: 'questions whose lines were sampled', unit: '%', value: shareOf(({ isSampled }) => isSampled) },
    { what: 'questions with the cause in the first 3', unit: '%', value: shareOf(({ hasCause }) => hasCause) },
  ];
}
