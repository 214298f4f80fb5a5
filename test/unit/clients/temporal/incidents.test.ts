import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createIncidentClient } from '../../../../clients/temporal/incidents.ts';
import { trackDelivery } from '../../../../model/alert/tracked-alerts.ts';
import type { IncidentRecord } from '../../../../model/incident/incident.ts';
import { aDelivery, aResolvedAlert, anAlert, anIncident } from '../../../support/builders.ts';

interface Call {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A Temporal client that stores nothing, cannot reach the workflows that are named, and knows some that have closed. */
function aClient(
  unreachable: readonly string[] = [],
  onCall: () => void = () => undefined,
  closed: Readonly<Record<string, IncidentRecord>> = {},
) {
  const calls: Call[] = [];
  const deadlines: number[] = [];
  let [inFlight, mostInFlight] = [0, 0];
  const call = async (type: string, options: Call['options']): Promise<void> => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    await new Promise(setImmediate);
    onCall();
    inFlight -= 1;
    if (unreachable.includes(String(options['workflowId']))) throw new Error('unreachable');
    calls.push({ type, options });
  };
  const client = {
    connection: {
      withDeadline: (deadline: number, run: () => Promise<void>) => (deadlines.push(deadline), run()),
    },
    workflow: { signalWithStart: call, start: call, getHandle: (id: string) => aHandle(id, closed[id]) },
  } as unknown as Client;
  return { client, calls, deadlines, mostInFlight: () => mostInFlight };
}

const closedAt = Date.parse('2026-01-01T00:10:00Z');

/** The way to an incident that has closed, or to one that never was. */
function aHandle(workflowId: string, record: IncidentRecord | undefined) {
  const closed = { workflowId, runId: 'run-1', status: { name: 'COMPLETED' }, closeTime: new Date(closedAt) };
  return {
    describe: async () => {
      if (!record) throw new WorkflowNotFoundError('there is none', workflowId, undefined);
      return closed;
    },
    result: async () => record,
  };
}

describe('deliver', () => {
  it('signals the incident, which begins where there is none', async () => {
    const { client, calls } = aClient();
    const deliveries = [aDelivery()];

    await createIncidentClient(client, 1_000).deliver('host/a', deliveries);

    expect(calls).toMatchObject([
      {
        type: 'incident',
        options: {
          workflowId: 'incident:host/a',
          taskQueue: 'nightshift',
          args: [{ key: 'host/a' }],
          signal: 'deliver',
          signalArgs: [deliveries],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          staticSummary: 'ServiceDown on host/a',
        },
      },
    ]);
  });

  it('rejects when Temporal did not store it', async () => {
    const { client } = aClient(['incident:host/a']);

    await expect(createIncidentClient(client, 1_000).deliver('host/a', [aDelivery()])).rejects.toThrow('unreachable');
  });

  it('shows the names of alerts as text, short and without any Markdown', async () => {
    const { client, calls } = aClient();
    const alertname = `[click](https://evil.example)\n<b> **`;

    await createIncidentClient(client, 1_000).deliver('host/a', [aDelivery(anAlert({ labels: { alertname } }))]);

    const summary = String(calls[0]?.options['staticSummary']);
    expect(summary).toBe('click https: //evil.example b on host/a');
  });
});

describe('deliverAll', () => {
  const entries = Array.from({ length: 100 }, (_, index) => [`host/${index}`, [aDelivery()]] as const);

  it('tells all, some at a time, and says which it could not reach', async () => {
    const { client, calls, mostInFlight } = aClient(['incident:host/3', 'incident:host/77']);

    const failed = await createIncidentClient(client, 1_000).deliverAll(entries, null);

    expect([...failed].toSorted()).toEqual(['host/3', 'host/77']);
    expect(calls).toHaveLength(98);
    expect(mostInFlight()).toBe(32);
  });

  it('tells no more at a time when it is called several times at once', async () => {
    const { client, calls, mostInFlight } = aClient();
    const incidents = createIncidentClient(client, 1_000);

    await Promise.all(Array.from({ length: 5 }, () => incidents.deliverAll(entries, null)));

    expect(calls).toHaveLength(500);
    expect(mostInFlight()).toBe(32);
  });

  it('does not hold up what somebody waits for', async () => {
    const { client, calls } = aClient();
    const incidents = createIncidentClient(client, 1_000);

    const all = incidents.deliverAll(entries, null);
    await incidents.deliver('host/urgent', [aDelivery()]);
    const before = calls.length;
    await all;

    expect(before).toBeLessThan(entries.length);
  });

  it('begins no incident for alerts that were taken before another one has closed that had heard their end', async () => {
    const { tracked: alerts } = trackDelivery({}, aResolvedAlert());
    const { client, calls } = aClient([], undefined, { 'incident:host/over': anIncident({ alerts }) });
    const both = ['host/over', 'host/new'].map((key) => [key, [aDelivery()]] as const);

    const failed = await createIncidentClient(client, 1_000).deliverAll(both, closedAt - 1);

    expect(failed).toEqual([]);
    expect(calls.map(({ options }) => options['workflowId'])).toEqual(['incident:host/new']);
  });

  it('has nothing to do for nobody', async () => {
    expect(await createIncidentClient(aClient().client, 1_000).deliverAll([], null)).toEqual([]);
  });
});

describe('takeIn', () => {
  it('names the intake by its content, so that the same body joins the one under way', async () => {
    const { client, calls } = aClient();
    const incidents = createIncidentClient(client, 1_000);

    await incidents.takeIn({ 'host/a': [aDelivery()] });
    await incidents.takeIn({ 'host/a': [aDelivery()] });
    await incidents.takeIn({ 'host/b': [aDelivery()] });

    const ids = calls.map(({ options }) => String(options['workflowId']));
    expect(ids[0]).toMatch(/^intake:[0-9a-f]{32}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(calls[0]).toMatchObject({ type: 'intake', options: { workflowIdConflictPolicy: 'USE_EXISTING' } });
  });
});

describe('what somebody waits for', () => {
  it('is stored some at a time, and counts the wait for its turn: its sender does not wait for ever', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    onTestFinished(() => void vi.useRealTimers());
    const { client, deadlines, mostInFlight } = aClient([], () => vi.setSystemTime(Date.now() + 10));
    const incidents = createIncidentClient(client, 1_000);

    const stored = Array.from({ length: 100 }, (_, nth) =>
      nth % 2 === 0 ? incidents.deliver(`host/${nth}`, [aDelivery()]) : incidents.takeIn({ [nth]: [aDelivery()] }),
    );
    await Promise.all(stored);

    expect(mostInFlight()).toBe(32);
    expect(new Set(deadlines)).toEqual(new Set([1_000]));
  });
});
