import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { readFile, readdir } from 'node:fs/promises';
import { freezesWorkflowId, guardWorkflowId, incidentWorkflowId, intakeWorkflowId } from '../../../model/names.ts';
import { digestWorkflowId } from '../../../model/notices/digest-id.ts';
import { forecastScheduleId } from '../../../model/forecast/running/ids.ts';
import { scorebookWorkflowId } from '../../../model/forecast/scoring/scorebook-id.ts';
import { playedPredictionId } from '../predictions/predictions.ts';
import type { Target } from '../../../model/target.ts';

type History = temporal.api.history.v1.IHistory;

/** Where recorded histories lie: one folder per version that made them, one file per run. */
export const historiesFolder = new URL('../../replay/histories/', import.meta.url);

/** Where histories from before a patch lie: one folder per patch, never recorded anew. */
const keptFolder = new URL('../../replay/kept/', import.meta.url);

/** gRPC status NOT_FOUND. */
const notFound = 5;

/** A run's history and the name of its file, such as `flap.remediation-2.json` for the second of its kind. */
interface NamedHistory {
  readonly name: string;
  readonly history: History;
}

/** A recorded history as it lies on the disk. */
export interface RecordedHistory {
  readonly version: string;
  readonly name: string;
  readonly text: string;
}

/** Every run that a scenario made: of the intake, the incident, its remediations and prediction, the forecast and its scorebook, the digest, the guard and the kill switch. */
export async function historiesOf(client: Client, scenario: string, target: Target): Promise<readonly NamedHistory[]> {
  const incidents = await runsOf(client, incidentWorkflowId(target));
  const children = incidents.flatMap(({ events }) =>
    (events ?? []).flatMap((event) => event.childWorkflowExecutionStartedEventAttributes?.workflowExecution ?? []),
  );
  const remediations = await Promise.all(
    children.map(({ workflowId, runId }) =>
      client.workflow.getHandle(workflowId ?? '', runId ?? undefined).fetchHistory(),
    ),
  );
  const intakes = await runsOf(client, intakeWorkflowId(target));
  return [
    ...named(`${scenario}.incident`, incidents),
    ...named(`${scenario}.remediation`, remediations),
    ...named(`${scenario}.intake`, intakes),
    ...named(`${scenario}.forecast`, await runsOf(client, forecastScheduleId(target))),
    ...named(`${scenario}.prediction`, await runsOf(client, playedPredictionId(target))),
    ...named(`${scenario}.scorebook`, await runsOf(client, scorebookWorkflowId(target))),
    ...named(`${scenario}.digest`, await runsOf(client, digestWorkflowId(target, null))),
    ...named(`${scenario}.guard`, await runsOf(client, guardWorkflowId(target))),
    ...named(`${scenario}.freezes`, await runsOf(client, freezesWorkflowId)),
  ];
}

/** Everything that was recorded by its version's own scenarios. */
export function recordedHistories(): Promise<readonly RecordedHistory[]> {
  return historiesIn(historiesFolder);
}

/** What was recorded before a patch, and is kept for it; the version is the name of its folder. */
export function keptHistories(): Promise<readonly RecordedHistory[]> {
  return historiesIn(keptFolder);
}

async function historiesIn(root: URL): Promise<readonly RecordedHistory[]> {
  const versions = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const lists = versions.map(async ({ name: version }) => {
    const folder = new URL(`${version}/`, root);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
    return Promise.all(
      names.map(async (name) => ({ version, name, text: await readFile(new URL(name, folder), 'utf8') })),
    );
  });
  return (await Promise.all(lists)).flat();
}

/** All runs of a workflow that continued as new, oldest first; none where there is no such workflow. */
async function runsOf(client: Client, workflowId: string): Promise<readonly History[]> {
  const runs: History[] = [];
  let runId: string | undefined;
  do {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory().catch(undefinedIfMissing);
    if (!history) return runs;
    runs.unshift(history);
    runId = history.events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId);
  return runs;
}

function undefinedIfMissing(error: unknown): undefined {
  if ((error as { code?: number }).code !== notFound) throw error;
}

function named(name: string, histories: readonly History[]): readonly NamedHistory[] {
  return histories.map((history, index) => ({ name: `${name}${index > 0 ? `-${index + 1}` : ''}.json`, history }));
}
