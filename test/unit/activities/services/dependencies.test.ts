import { describe, expect, it } from 'vitest';
import { createDependencyActivities } from '../../../../activities/services/dependencies.ts';
import type { Probe } from '../../../../model/service.ts';
import { serviceTarget } from '../../../../model/target.ts';
import { asActivity } from '../../../support/acting/activity.ts';
import { aService } from '../../../support/builders.ts';
import { aFailure, failureOf } from '../../../support/acting/failures.ts';
import { aPlayedHost } from '../../../support/hosts/played-host.ts';
import { servicesHere } from '../../../support/hosts/services-here.ts';

const minute = 60_000;
const probe: Probe = { kind: 'command', command: ['ask'], timeoutMs: 1_000 };
const [db, mq] = [aService({ name: 'db', host: 'db-1', probe }), aService({ name: 'mq', host: 'mq-1', probe })];
const web = aService({ dependsOn: [db, mq].map(serviceTarget) });

interface Situation {
  /** The hosts whose services do not answer. */
  readonly down: readonly string[];
  readonly underRepair: readonly string[];
  /** How long it has been waited for. */
  readonly afterMs: number;
}

function awaitIn({ down, underRepair, afterMs }: Situation): Promise<void> {
  const { runOnHost } = aPlayedHost();
  const activities = createDependencyActivities({
    ...servicesHere(web, db, mq),
    runOnHost: async (host, command, options) => ({
      ...(await runOnHost(host, command, options)),
      exitCode: down.includes(host) ? 1 : 0,
    }),
    isUnderRepair: async (target) => underRepair.includes(target),
  });
  return asActivity(() => activities.awaitDependencies({ target: serviceTarget(web) }), {
    scheduledTimestampMs: 0,
    currentAttemptScheduledTimestampMs: afterMs,
  });
}

describe('awaitDependencies', () => {
  it.each<[what: string, situation: Situation]>([
    ['everything answers', { down: [], underRepair: [], afterMs: 0 }],
    ['everything answers, although it is still repaired', { down: [], underRepair: [serviceTarget(db)], afterMs: 0 }],
    ['nobody has begun to repair what is down', { down: ['db-1'], underRepair: [], afterMs: minute }],
    ['another one is repaired', { down: ['db-1'], underRepair: [serviceTarget(mq)], afterMs: 5 * minute }],
  ])('ends where %s', async (_what, situation) => {
    await expect(awaitIn(situation)).resolves.toBeUndefined();
  });

  it.each<[what: string, situation: Situation]>([
    [
      'an incident of its own repairs what is down',
      { down: ['db-1'], underRepair: [serviceTarget(db)], afterMs: 5 * minute },
    ],
    ['its alert may still come', { down: ['db-1'], underRepair: [], afterMs: minute - 1 }],
  ])('is tried again while %s', async (_what, situation) => {
    expect(await failureOf(() => awaitIn(situation))).toMatchObject({
      ...aFailure('NotHealthyYet'),
      message: 'it depends on host/db-1/service/db: no answer there yet',
    });
  });
});
