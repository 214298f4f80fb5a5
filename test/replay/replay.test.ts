import { DeterminismViolationError } from '@temporalio/workflow';
import type { ReplayResult, WorkflowBundleOption } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunbookName } from '../../model/names.ts';
import { runbookNames, workflowTypes } from '../../model/names.ts';
import type { RemediationOrder } from '../../model/remediation/remediation.ts';
import type { RecordedHistory } from '../support/temporal/histories.ts';
import { keptHistories, recordedHistories } from '../support/temporal/histories.ts';
import { scenarios } from '../support/scenarios/scenarios.ts';
import { sourceTree } from '../support/sources/source-tree.ts';
import { bundleWorkflows, silenceRuntime, testIdentity } from '../support/temporal/temporal-env.ts';

/** The little of a history's JSON that these tests look at. */
interface HistoryJson {
  readonly events: readonly {
    readonly eventType: string;
    readonly markerRecordedEventAttributes?: {
      readonly markerName: string;
      readonly details: Readonly<Record<string, { readonly payloads: readonly { readonly data: string }[] }>>;
    };
    readonly workflowExecutionStartedEventAttributes?: {
      readonly input: { readonly payloads: readonly { readonly data: string }[] };
    };
  }[];
}

/** What stands behind `patched`, by its id. */
const patches = sourceTree()
  .filter(({ path }) => path.startsWith('workflows/'))
  .flatMap(({ code }) => matches(code, /\bpatched\('([^']+)'\)/g));

let workflowBundle: WorkflowBundleOption;
let recorded: readonly RecordedHistory[];
let kept: readonly RecordedHistory[];

beforeAll(async () => {
  silenceRuntime();
  workflowBundle = await bundleWorkflows();
  recorded = await recordedHistories();
  kept = await keptHistories();
});

it('replays every history that any version recorded', async () => {
  const results = await replay(recorded);

  expect(results).toHaveLength(recorded.length);
  expect(results).not.toHaveLength(0);
  expect(results.filter(({ error }) => error)).toEqual([]);
});

it('replays every history that was recorded before a patch', async () => {
  const results = await replay(kept);

  expect(results).toHaveLength(kept.length);
  expect(results).not.toHaveLength(0);
  expect(results.filter(({ error }) => error)).toEqual([]);
});

describe('the patch', () => {
  it.each(patches)('%s has an incident from before it', (patch) => {
    const before = kept.filter(({ version }) => version === `before-${patch}`);

    expect(before.map(({ name }) => name.split('.')[1])).toContain('incident');
    expect(before.filter(({ text }) => patchesOf(text).includes(patch))).toEqual([]);
  });

  it.each(patches)('%s has an incident from after it', (patch) => {
    expect(recorded.filter(({ text }) => patchesOf(text).includes(patch))).not.toEqual([]);
  });
});

describe('the recorded histories', () => {
  it.each(Object.keys(scenarios))('hold the path %s', (scenario) => {
    const names = recorded.map(({ name }) => name).filter((name) => name.startsWith(`${scenario}.`));

    const incidents = recorded.filter(({ name }) => name.startsWith(`${scenario}.incident`));
    const attempts = incidents.flatMap(({ text }) => eventsOf(text, 'CHILD_WORKFLOW_EXECUTION_STARTED')).length;
    expect(incidents.length).toBeGreaterThan(0);
    expect(names.filter((name) => name.startsWith(`${scenario}.remediation`))).toHaveLength(attempts);
  });

  it.each(Object.values(workflowTypes))('hold a run of the workflow %s', (type) => {
    expect(recorded.map(({ name }) => name.split('.')[1])).toContain(type);
  });

  it.each(runbookNames)('hold a repair by the runbook %s', (runbook) => {
    const repairs = recorded.filter(({ name }) => name.includes('.remediation'));

    expect(repairs.map(runbookOf)).toContain(runbook);
  });

  it('belong to a path that is still played', () => {
    const paths = new Set(recorded.map(({ name }) => name.split('.')[0]));

    expect([...paths].filter((path) => path === undefined || !Object.hasOwn(scenarios, path))).toEqual([]);
  });

  it('say nothing of the machine that recorded them', () => {
    const everything = [...recorded, ...kept].map(({ text }) => text).join('\n');
    const identities = matches(everything, /"identity": "([^"]*)"/g);
    const payloads = matches(everything, /"data": "([^"]*)"/g).map((data) => Buffer.from(data, 'base64').toString());

    expect(new Set(identities)).toEqual(new Set([testIdentity]));
    expect(everything).not.toMatch(/"stackTrace": "[^"]/);
    expect([everything, ...payloads].filter((text) => /file:\/\/|node_modules/.test(text))).toEqual([]);
  });
});

describe('a history that the code could not have made is refused', () => {
  it.each<[string, string, (json: string) => string]>([
    ['another activity', 'repaired.remediation.json', renamed('performAction', 'performAnything')],
    ['activities in another order', 'repaired.remediation.json', exchanged('runCheck', 'collectLogs')],
    ['another look at a disk', 'disk-cleaned.remediation.json', renamed('measureDisk', 'guessDisk')],
    ['no wait for what is needed', 'dependency-awaited.remediation.json', renamed('awaitDependencies', 'runChecks')],
    ['another way to find what is sick', 'pod-located.incident.json', renamed('resolveTarget', 'guessTarget')],
    ['another child', 'repaired.incident.json', renamed('remediation', 'repair')],
    ['an activity less', 'handed-over.intake.json', renamed('deliverAlerts', 'dropAlerts')],
    ['a storm that nobody is told of', 'storm-told.guard.json', renamed('tellOfStorm', 'keepQuiet')],
    ['an order that nobody could obey', 'frozen.freezes.json', renamed('unfreeze', 'thaw')],
  ])('%s', async (_title, name, doctor) => {
    const original = recorded.find((history) => history.name === name)?.text ?? '';
    const doctored = doctor(original);

    const [result] = await replay([{ version: 'doctored', name, text: doctored }]);

    expect(doctored).not.toBe(original);
    expect(result?.error).toBeInstanceOf(DeterminismViolationError);
  });
});

async function replay(histories: readonly RecordedHistory[]): Promise<readonly ReplayResult[]> {
  const results: ReplayResult[] = [];
  const named = histories.map(({ version, name, text }) => ({
    workflowId: `${version}/${name}`,
    history: JSON.parse(text) as unknown,
  }));
  for await (const result of Worker.runReplayHistories({ workflowBundle }, named)) results.push(result);
  return results;
}

function eventsOf(text: string, type: string): readonly unknown[] {
  return (JSON.parse(text) as HistoryJson).events.filter(({ eventType }) => eventType === `EVENT_TYPE_${type}`);
}

/** The patches that a run went through. */
function patchesOf(text: string): readonly string[] {
  return (JSON.parse(text) as HistoryJson).events.flatMap(({ markerRecordedEventAttributes: marker }) =>
    marker?.markerName === 'core_patch'
      ? (marker.details['patch-data']?.payloads ?? []).map(({ data }) => (decoded(data) as { readonly id: string }).id)
      : [],
  );
}

/** The runbook that a remediation was ordered to follow. */
function runbookOf({ text }: RecordedHistory): RunbookName | undefined {
  const [started] = (JSON.parse(text) as HistoryJson).events;
  const [order] = started?.workflowExecutionStartedEventAttributes?.input.payloads ?? [];
  return (decoded(order?.data ?? '') as Partial<RemediationOrder>).runbook;
}

function decoded(data: string): unknown {
  return JSON.parse(Buffer.from(data, 'base64').toString());
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, group]) => group ?? '');
}

function renamed(from: string, to: string): (json: string) => string {
  return (json) => json.replaceAll(`ame": "${from}"`, `ame": "${to}"`);
}

function exchanged(one: string, other: string): (json: string) => string {
  return (json) => renamed('aside', other)(renamed(other, one)(renamed(one, 'aside')(json)));
}
