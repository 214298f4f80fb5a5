import { describe, expect, it } from 'vitest';
import { groupMeasure } from '../../../../activities/guard/groups.ts';
import type { GuardGroup } from '../../../../model/guard/group.ts';
import type { Probe, ServiceDefinition } from '../../../../model/service.ts';
import { aService } from '../../../support/builders.ts';
import { aClosedPort, anHttpStub } from '../../../support/http/http-stub.ts';
import { servicesHere } from '../../../support/hosts/services-here.ts';

const shop: GuardGroup = { name: 'shop', targets: ['host/*/service/shop'], maxUnavailable: { share: 0.5 } };

function onHost(host: string, probe: Probe, name = 'shop') {
  return aService({ host, name, probe });
}

function measureOf(...services: readonly ServiceDefinition[]) {
  return groupMeasure(services, servicesHere().runOnHost);
}

/** A service that answers one question so. */
async function answering(status: number): Promise<Probe> {
  const { url } = await anHttpStub({ status });
  return { kind: 'http', url, expectStatus: 200, timeoutMs: 20_000 };
}

async function silent(): Promise<Probe> {
  return { kind: 'tcp', host: '127.0.0.1', port: await aClosedPort(), timeoutMs: 20_000 };
}

/** A probe that its own description lets nobody ask. */
const unaskable: Probe = { kind: 'tcp', host: '127.0.0.1', port: 70_000, timeoutMs: 20_000 };

describe('the measure of a group', () => {
  it('asks each member, and counts as unhealthy whoever does not say that it is healthy', async () => {
    const measure = measureOf(
      onHost('a', await answering(200)),
      onHost('b', await answering(503)),
      onHost('c', await silent()),
      onHost('d', unaskable),
    );

    const state = await measure(shop);

    const members = ['a', 'b', 'c', 'd'].map((host) => `host/${host}/service/shop`);
    expect(state).toEqual({ name: 'shop', limit: 2, unhealthy: members.slice(1), members });
  });

  it('asks nobody else', async () => {
    const stranger = await anHttpStub();
    const probe: Probe = { kind: 'http', url: stranger.url, expectStatus: 200, timeoutMs: 20_000 };
    const measure = measureOf(onHost('a', await answering(200)), onHost('b', probe, 'db'));

    const state = await measure(shop);

    expect(state).toMatchObject({ unhealthy: [], members: ['host/a/service/shop'] });
    expect(stranger.requests).toEqual([]);
  });

  it('is of nobody where no service belongs to it', async () => {
    expect(await measureOf()(shop)).toEqual({ name: 'shop', limit: 0, unhealthy: [], members: [] });
  });
});
