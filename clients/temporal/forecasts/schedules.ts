import type { Client, ScheduleDescription, ScheduleOptions } from '@temporalio/client';
import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import type { ForecastDefinition } from '../../../model/forecast/running/definition.ts';
import { taskQueue, workflowTypes } from '../../../model/names.ts';
import { forecastOfSchedule, forecastScheduleId } from '../../../model/forecast/running/ids.ts';

/** What a schedule needs to know of a forecast. */
type Scheduled = Pick<ForecastDefinition, 'name' | 'everyMs'>;

/** What became of the schedules. */
interface ScheduleChanges {
  readonly created: number;
  readonly changed: number;
  readonly removed: number;
}

/** The server does not let forecasts be scheduled; the message says what to do. */
export class SchedulesRefusedError extends Error {
  override readonly name = 'SchedulesRefusedError';

  constructor(cause: unknown) {
    super(
      `Temporal refuses to keep the schedules of forecasts (${(cause as Error).message}): ` +
        'allow the worker to list, create, update and delete schedules, as docs/temporal.md says',
      { cause },
    );
  }
}

/**
 * Sees to it that there is one schedule for each forecast, and none for one that is gone. Done twice, or by several workers at
 * once, it changes nothing more; what an operator has paused stays paused.
 *
 * @throws SchedulesRefusedError
 */
export async function ensureForecastSchedules(
  client: Client,
  forecasts: readonly Scheduled[],
  queue: string = taskQueue,
): Promise<ScheduleChanges> {
  try {
    const created = await Promise.all(forecasts.map((forecast) => ensureSchedule(client, scheduleOf(forecast, queue))));
    const removed = await removeOthers(client, new Set(forecasts.map(({ name }) => name)));
    const countOf = (change: Change): number => created.filter((each) => each === change).length;
    return { created: countOf('created'), changed: countOf('changed'), removed };
  } catch (error) {
    throw new SchedulesRefusedError(error);
  }
}

type Change = 'created' | 'changed' | 'as-it-was';

type Wanted = ReturnType<typeof scheduleOf>;

/** Forecasts of one interval need not all begin in the same second. */
const jitterShare = 0.1;
const maxJitterMs = 60_000;
/** The least that the server takes. */
const minCatchupMs = 10_000;

function scheduleOf({ name, everyMs }: Scheduled, queue: string) {
  const scheduleId = forecastScheduleId(name);
  return {
    scheduleId,
    spec: { intervals: [{ every: everyMs }], jitter: Math.min(maxJitterMs, Math.round(everyMs * jitterShare)) },
    action: {
      type: 'startWorkflow',
      workflowType: workflowTypes.forecast,
      // The server adds the time to it.
      workflowId: scheduleId,
      taskQueue: queue,
      args: [{ forecast: name }],
      staticSummary: `the forecast ${name}`,
    },
    policies: {
      overlap: ScheduleOverlapPolicy.SKIP,
      // After an outage one forecast of the present is worth more than several of the past.
      catchupWindow: Math.max(minCatchupMs, Math.min(everyMs, maxCatchupMs)),
    },
  } as const satisfies ScheduleOptions;
}

const maxCatchupMs = 60 * 60_000;

async function ensureSchedule(client: Client, wanted: Wanted): Promise<Change> {
  const handle = client.schedule.getHandle(wanted.scheduleId);
  const there = await handle.describe().catch(nothingIfAbsent);
  if (!there) {
    return client.schedule.create(wanted).then(
      () => 'created',
      (error: unknown) => {
        // Another worker that starts in the same moment was faster.
        if (error instanceof ScheduleAlreadyRunning) return 'as-it-was';
        throw error;
      },
    );
  }
  if (isAsWanted(there, wanted)) return 'as-it-was';
  const { spec, action, policies } = wanted;
  // Its state says whether somebody paused it, and why: that is the operators'.
  await handle.update(({ state }) => ({ spec, action, policies, state }));
  return 'changed';
}

function isAsWanted({ spec, action, policies }: ScheduleDescription, wanted: Wanted): boolean {
  const { intervals, calendars = [], jitter } = spec;
  const [only, ...others] = intervals ?? [];
  return (
    only?.every === wanted.spec.intervals[0].every &&
    others.length + calendars.length === 0 &&
    jitter === wanted.spec.jitter &&
    policies.overlap === wanted.policies.overlap &&
    policies.catchupWindow === wanted.policies.catchupWindow &&
    action.workflowType === wanted.action.workflowType &&
    action.taskQueue === wanted.action.taskQueue &&
    JSON.stringify(action.args) === JSON.stringify(wanted.action.args)
  );
}

/** Removes those of forecasts only: somebody else's schedule may have a name that begins like theirs. */
async function removeOthers(client: Client, names: ReadonlySet<string>): Promise<number> {
  const gone: string[] = [];
  for await (const { scheduleId, action } of client.schedule.list()) {
    const name = forecastOfSchedule(scheduleId);
    if (name === undefined || names.has(name) || action?.workflowType !== workflowTypes.forecast) continue;
    gone.push(scheduleId);
  }
  await Promise.all(gone.map((id) => client.schedule.getHandle(id).delete().catch(nothingIfAbsent)));
  return gone.length;
}

function nothingIfAbsent(error: unknown): undefined {
  if (error instanceof ScheduleNotFoundError) return undefined;
  throw error;
}
