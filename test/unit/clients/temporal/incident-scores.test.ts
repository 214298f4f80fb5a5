import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { findIncident, listScores } from '../../../../clients/temporal/incident-directory.ts';
import { isoSecond } from '../../../support/builders.ts';
import { aScore } from '../../../support/scores.ts';

/** One run of an incident as the server lists it. */
interface Run {
  readonly name?: string;
  readonly startedAt?: number;
  readonly status?: string;
  readonly attributes?: Readonly<Record<string, readonly unknown[]>>;
  readonly score?: unknown;
}

const since = new Date(isoSecond(0));
const withDeadline = (_deadline: number, run: () => Promise<unknown>): Promise<unknown> => run();

const describeNamespace = async () => ({ config: { workflowExecutionRetentionTtl: { seconds: 3 * 86_400 } } });

/** A server with these runs that keeps what is closed for three days. */
function aServer(runs: readonly Run[], queries: string[] = []): Client {
  async function* list({ query }: { readonly query: string }) {
    queries.push(query);
    for (const { name = 'host/a', startedAt = 1, status = 'COMPLETED', attributes = {}, score } of runs) {
      yield {
        workflowId: `incident:${name}`,
        startTime: new Date(isoSecond(startedAt)),
        status: { name: status },
        searchAttributes: attributes,
        memo: { nightshiftScore: score },
      };
    }
  }
  return {
    options: { namespace: 'default' },
    workflow: { list },
    workflowService: { describeNamespace },
    connection: { withDeadline },
  } as unknown as Client;
}

describe('listScores', () => {
  it('asks for the runs that began since then, and tells how long the server keeps them', async () => {
    const queries: string[] = [];
    const score = aScore({ openedAt: isoSecond(1) });
    const server = aServer([{ score, attributes: { NightshiftTarget: ['host/a'] } }], queries);

    const found = await listScores(server, since, 10);

    expect(queries).toEqual([
      "WorkflowType = 'incident' AND StartTime >= '2026-01-01T00:00:00.000Z' AND ExecutionStatus != 'ContinuedAsNew'",
    ]);
    expect(found).toEqual({
      incidents: [{ incident: 'host/a', target: 'host/a', closed: true, underWay: false, score }],
      complete: true,
      keptMs: 3 * 86_400_000,
    });
  });

  it.each([
    ['resolved', 'RUNNING', false],
    ['escalated', 'RUNNING', false],
    ['investigating', 'RUNNING', true],
    ['awaiting-approval', 'RUNNING', true],
    [undefined, 'RUNNING', true],
    ['verifying', 'TERMINATED', false],
  ])('takes one that is %s and %s for under way: %s', async (incidentStatus, status, underWay) => {
    const attributes = { NightshiftStatus: [incidentStatus] };

    const { incidents } = await listScores(aServer([{ status, attributes }]), since, 10);

    expect(incidents).toMatchObject([{ underWay, score: null }]);
  });

  it.each([
    ['a memo that is none', 'nonsense'],
    ['no memo', undefined],
    ['half a score', { ...aScore(), outcome: 7 }],
  ])('takes %s for no score', async (_what, score) => {
    expect((await listScores(aServer([{ score }]), since, 10)).incidents).toMatchObject([{ score: null }]);
  });

  it('leaves out an incident that opened earlier and only goes on in a new run', async () => {
    const score = aScore({ openedAt: isoSecond(-1) });

    expect((await listScores(aServer([{ score }]), since, 10)).incidents).toEqual([]);
  });

  it.each([[[1, 5]], [[5, 1]]])('counts an incident that was reset once, by its later run: %j', async (starts) => {
    const runs = starts.map((startedAt) => ({
      startedAt,
      score: aScore({ openedAt: isoSecond(1), attempts: startedAt }),
    }));

    const { incidents } = await listScores(aServer(runs), since, 10);

    expect(incidents.map(({ score }) => score?.attempts)).toEqual([5]);
  });

  it('counts two incidents of one target as two', async () => {
    const runs = [1, 60].map((startedAt) => ({ startedAt, score: aScore({ openedAt: isoSecond(startedAt) }) }));

    expect((await listScores(aServer(runs), since, 10)).incidents).toHaveLength(2);
  });

  it('stops at a limit, and says so', async () => {
    const runs = ['host/a', 'host/b', 'host/c'].map((name) => ({ name }));

    const found = await listScores(aServer(runs), since, 2);

    expect(found).toMatchObject({ complete: false, incidents: [{ incident: 'host/a' }, { incident: 'host/b' }] });
    expect((await listScores(aServer(runs), since, 3)).complete).toBe(true);
  });

  it('does without what the server does not say of itself', async () => {
    const server = aServer([]);
    Object.assign(server.workflowService, { describeNamespace: () => Promise.reject(new Error('not allowed')) });

    expect(await listScores(server, since, 10)).toEqual({ incidents: [], complete: true, keptMs: null });
  });
});

describe('findIncident', () => {
  const open: Readonly<Record<string, string | undefined>> = {
    'incident:group/team': undefined,
    'incident:host/web-1': undefined,
    'remediation:host/web-1': 'incident:host/web-1',
    'remediation:host/web-2/service/shop': 'incident:group/team',
  };
  const server = {
    workflow: {
      getHandle: (workflowId: string) => ({
        describe: async () => {
          if (workflowId === 'incident:host/web-3') return { status: { name: 'COMPLETED' } };
          if (!(workflowId in open)) throw new WorkflowNotFoundError('none', workflowId, undefined);
          return { status: { name: 'RUNNING' }, parentExecution: { workflowId: open[workflowId] } };
        },
      }),
    },
  } as unknown as Client;

  it.each([
    ['host/web-1', 'host/web-1'],
    ['incident:host/web-1', 'host/web-1'],
    ['group/team', 'group/team'],
    ['remediation:host/web-1', 'host/web-1'],
    ['remediation:host/web-2/service/shop', 'group/team'],
    ['host/web-2/service/shop', 'group/team'],
    ['host/web-3', undefined],
    ['remediation:host/web-9', undefined],
    ['web-1', undefined],
    ['host/web 1; rm', undefined],
  ])('takes %s for %s', async (name, incident) => {
    expect(await findIncident(server, name)).toBe(incident);
  });

  it('does not take an outage for a missing incident', async () => {
    const failing = { workflow: { getHandle: () => ({ describe: () => Promise.reject(new Error('outage')) }) } };

    await expect(findIncident(failing as unknown as Client, 'host/web-1')).rejects.toThrow('outage');
  });
});
