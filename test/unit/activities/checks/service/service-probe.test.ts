import { describe, expect, it } from 'vitest';
import { createCheckingActivities } from '../../../../../activities/checking.ts';
import type { Check } from '../../../../../model/remediation/check.ts';
import type { Probe } from '../../../../../model/service.ts';
import { serviceTarget } from '../../../../../model/target.ts';
import { aService } from '../../../../support/builders.ts';
import { aFailure, failureOf } from '../../../../support/acting/failures.ts';
import { aClosedPort, anHttpStub } from '../../../../support/http/http-stub.ts';
import { servicesHere } from '../../../../support/hosts/services-here.ts';

const check: Check = { check: 'service-probe', target: serviceTarget(aService()) };

function checking(probe: Probe) {
  return createCheckingActivities(servicesHere(aService({ probe })));
}

function httpProbe(url: string): Probe {
  return { kind: 'http', url, expectStatus: 200, timeoutMs: 20_000 };
}

describe('the check service-probe', () => {
  it.each([
    [200, 'healthy'],
    [503, 'unhealthy'],
  ])('calls a service that answers %i %s', async (status, health) => {
    const stub = await anHttpStub({ status });

    const results = await checking(httpProbe(stub.url)).runChecks([check]);

    expect(results).toEqual([{ ...check, health, summary: `http 127.0.0.1:${stub.port}/ answers ${status}` }]);
  });

  it('calls a service that accepts no connection unhealthy', async () => {
    const probe: Probe = { kind: 'tcp', host: '127.0.0.1', port: await aClosedPort(), timeoutMs: 20_000 };

    expect(await checking(probe).runChecks([check])).toMatchObject([{ health: 'unhealthy' }]);
  });

  it('touches only services that are described', async () => {
    const failure = await failureOf(() =>
      checking(httpProbe('http://127.0.0.1/')).runChecks([{ ...check, target: 'host/other/service/web' }]),
    );

    expect(failure).toMatchObject(aFailure('UnknownTarget'));
  });
});
