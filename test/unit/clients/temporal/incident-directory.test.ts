import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import {
  hasTrouble,
  isUnderRepair,
  listIncidents,
  readIncident,
  takeCensus,
} from '../../../../clients/temporal/incident-directory.ts';
import { incidentStatuses } from '../../../../model/incident/incident.ts';
import { anIncident } from '../../../support/builders.ts';

const info = (name: string, attributes: Readonly<Record<string, readonly unknown[]>>, status = 'RUNNING') => ({
  workflowId: `incident:${name}`,
  searchAttributes: attributes,
  startTime: new Date(Date.UTC(2026, 0, 1)),
  status: { name: status },
});

const withDeadline = (_deadline: number, run: () => Promise<unknown>): Promise<unknown> => run();

function aClient(workflow: Readonly<Record<string, unknown>>): Client {
  return { workflow, connection: { withDeadline } } as unknown as Client;
}

const asking = (query: () => Promise<unknown>) => aClient({ getHandle: () => ({ query }) });

describe('listIncidents', () => {
  it.each([
    [true, `WorkflowType = 'incident' AND ExecutionStatus = 'Running'`],
    [false, `WorkflowType = 'incident'`],
  ])('asks for open ones only: %s', async (openOnly, expected) => {
    const queries: string[] = [];
    async function* list({ query }: { readonly query: string }) {
      queries.push(query);
      yield* [
        info('host/a', {
          NightshiftStatus: ['repairing'],
          NightshiftSeverity: ['critical'],
          NightshiftTarget: ['host/a'],
        }),
        info('host/b', {}, 'COMPLETED'),
        info('host/c', {}),
      ];
    }

    const incidents = await listIncidents(aClient({ list }), 2, openOnly);

    expect(queries).toEqual([expected]);
    expect(incidents).toMatchObject([
      { incident: 'host/a', status: 'repairing', severity: 'critical', target: 'host/a', runbook: null, closed: false },
      { incident: 'host/b', status: 'open', severity: 'none', closed: true, openedAt: '2026-01-01T00:00:00.000Z' },
    ]);
  });
});

describe('readIncident', () => {
  it('gives back the record', async () => {
    expect(
      await readIncident(
        asking(() => Promise.resolve(anIncident())),
        'host/a',
      ),
    ).toEqual(anIncident());
  });

  it('gives back nothing where there is no such incident', async () => {
    const client = asking(() => Promise.reject(new WorkflowNotFoundError('none', 'incident:host/a', undefined)));

    expect(await readIncident(client, 'host/a')).toBeUndefined();
  });

  it('does not take an outage for a missing incident', async () => {
    await expect(
      readIncident(
        asking(() => Promise.reject(new Error('outage'))),
        'host/a',
      ),
    ).rejects.toThrow('outage');
  });
});

/** A client of a server that describes one workflow, and knows of no other. */
function describing(workflowId: string, description: () => Promise<unknown>) {
  const getHandle = (id: string) => ({
    describe: () =>
      id === workflowId ? description() : Promise.reject(new WorkflowNotFoundError('none', id, undefined)),
  });
  return aClient({ getHandle });
}

/** What the server says of a workflow, as far as anybody looks at it. */
function aDescription(name: string, status?: string) {
  return { status: { name }, searchAttributes: status === undefined ? {} : { NightshiftStatus: [status] } };
}

describe('hasTrouble', () => {
  it.each([
    ['is being worked on', aDescription('RUNNING', 'repairing'), true],
    ['is escalated', aDescription('RUNNING', 'escalated'), true],
    ['has not said yet how it stands', aDescription('RUNNING'), true],
    ['is resolved and waits for a flap', aDescription('RUNNING', 'resolved'), false],
    ['is closed', aDescription('COMPLETED', 'escalated'), false],
    ['was terminated', aDescription('TERMINATED', 'repairing'), false],
  ])('knows of an incident that %s', async (_what, description, expected) => {
    const client = describing('incident:host/a', async () => description);

    expect(await hasTrouble(client, 'host/a')).toBe(expected);
  });

  it('knows of none where there is no incident of this name', async () => {
    const client = describing('incident:host/a', async () => aDescription('RUNNING', 'repairing'));

    expect(await hasTrouble(client, 'host/b')).toBe(false);
  });

  it('does not take an outage for good health', async () => {
    const client = describing('incident:host/a', () => Promise.reject(new Error('outage')));

    await expect(hasTrouble(client, 'host/a')).rejects.toThrow('outage');
  });
});

describe('isUnderRepair', () => {
  it.each([
    ['RUNNING', true],
    ['COMPLETED', false],
    ['TIMED_OUT', false],
    ['TERMINATED', false],
  ])('looks at the repair that holds the lock on the target: %s', async (status, expected) => {
    const client = describing('remediation:host/a', async () => aDescription(status));

    expect(await isUnderRepair(client, 'host/a')).toBe(expected);
  });

  it('knows of none where there never was one', async () => {
    const client = describing('remediation:host/a', async () => aDescription('RUNNING'));

    expect(await isUnderRepair(client, 'host/b')).toBe(false);
  });

  it('does not take an outage for an open lock', async () => {
    const client = describing('remediation:host/a', () => Promise.reject(new Error('outage')));

    await expect(isUnderRepair(client, 'host/a')).rejects.toThrow('outage');
  });
});

describe('takeCensus', () => {
  it('counts open incidents by status, and those at work for too long', async () => {
    const queries: string[] = [];
    const count = async (query: string) => ({ count: queries.push(query) });

    const census = await takeCensus(aClient({ count }), Date.UTC(2026, 0, 1, 12));

    expect(Object.keys(census?.byStatus ?? {})).toEqual([...incidentStatuses]);
    expect(census?.stuck).toBe(incidentStatuses.length + 1);
    expect(queries.at(-1)).toContain(`NightshiftStatusSince < '2026-01-01T11:30:00.000Z'`);
    expect(queries.filter((query) => !query.includes(`ExecutionStatus = 'Running'`))).toEqual([]);
  });

  it('says nothing when the server cannot tell', async () => {
    expect(await takeCensus(aClient({ count: () => Promise.reject(new Error('busy')) }), 0)).toBeUndefined();
  });
});
