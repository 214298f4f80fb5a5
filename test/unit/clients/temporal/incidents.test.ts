import type { Client } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { createIncidentClient } from '../../../../clients/temporal/incidents.ts';
import { aDelivery, anAlert } from '../../../support/builders.ts';

interface Call {
  readonly type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A Temporal client that stores nothing, and cannot reach the workflows that are named. */
function aClient(unreachable: readonly string[] = []) {
  const calls: Call[] = [];
  let [inFlight, mostInFlight] = [0, 0];
  const call = async (type: string, options: Call['options']): Promise<void> => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    await new Promise(setImmediate);
    inFlight -= 1;
    if (unreachable.includes(String(options['workflowId']))) throw new Error('unreachable');
    calls.push({ type, options });
  };
  const client = {
    connection: { withDeadline: (_deadline: number, run: () => Promise<void>) => run() },
    workflow: { signalWithStart: call, start: call },
  } as unknown as Client;
  return { client, calls, mostInFlight: () => mostInFlight };
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

    const failed = await createIncidentClient(client, 1_000).deliverAll(entries);

    expect([...failed].toSorted()).toEqual(['host/3', 'host/77']);
    expect(calls).toHaveLength(98);
    expect(mostInFlight()).toBe(32);
  });

  it('has nothing to do for nobody', async () => {
    expect(await createIncidentClient(aClient().client, 1_000).deliverAll([])).toEqual([]);
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
