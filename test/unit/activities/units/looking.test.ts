import { describe, expect, it } from 'vitest';
import { failedNeedsOf, healthOfUnit, obstacleOf } from '../../../../activities/units/looking.ts';
import type { ShownUnit } from '../../../../activities/units/shown-unit.ts';
import { aPlayedHost } from '../../../support/hosts/played-host.ts';

/** A service that has failed with an exit status. */
function shown(properties: ShownUnit['properties'] = {}): ShownUnit {
  return {
    properties: {
      LoadState: 'loaded',
      ActiveState: 'failed',
      SubState: 'failed',
      Type: 'simple',
      Result: 'exit-code',
      ExecMainStatus: '1',
      ConditionResult: 'yes',
      AssertResult: 'yes',
      ConditionTimestampMonotonic: '5000',
      ExecMainExitTimestampMonotonic: '9000',
      ...properties,
    },
    uptimeMs: 60_000,
  };
}

const ended = { ActiveState: 'inactive', Type: 'oneshot', Result: 'success', ExecMainStatus: '0' };

describe('a unit', () => {
  it.each([
    [{}, 'unhealthy'],
    [{ ActiveState: 'active' }, 'healthy'],
    [{ ActiveState: 'activating' }, 'unknown'],
    [{ ActiveState: 'inactive', Result: 'success', ExecMainStatus: '0' }, 'unhealthy'],
    [ended, 'healthy'],
    [{ ...ended, ExecMainStatus: '1' }, 'unhealthy'],
    [{ ...ended, ExecMainExitTimestampMonotonic: '0' }, 'unhealthy'],
    [{ LoadState: 'masked', ActiveState: 'inactive' }, 'unhealthy'],
    [{ LoadState: 'not-found', ActiveState: 'inactive' }, 'unknown'],
  ])('with %j is %s', (properties, health) => {
    expect(healthOfUnit(shown(properties))).toBe(health);
  });
});

describe('what speaks against starting a unit anew', () => {
  it.each([
    [{ LoadState: 'masked' }, 'masked'],
    [{ LoadState: 'bad-setting' }, 'systemd cannot read it'],
    [{ Type: 'oneshot' }, 'may not be run again'],
    [{ ConditionResult: 'no' }, 'conditions'],
    [{ AssertResult: 'no' }, 'conditions'],
    [{ Result: 'exec-condition' }, 'its own condition'],
    [{ Result: 'resources' }, 'could not give it'],
    [{ Result: 'oom-kill' }, 'want of memory'],
    [{ ExecMainStatus: '203' }, 'as its settings say (status 203)'],
    [{ ExecMainStatus: '78' }, 'not configured (status 78)'],
  ])('of %j is that: %s', (properties, words) => {
    expect(obstacleOf({ runAgain: false }, shown(properties))).toContain(words);
  });

  it.each([
    ['an exit status of its own', {}],
    ['a signal', { Result: 'signal', ExecMainStatus: '9' }],
    ['a watchdog', { Result: 'watchdog' }],
    ['conditions that nobody has looked at', { ConditionResult: 'no', ConditionTimestampMonotonic: '0' }],
    ['a result of the name of a method', { Result: 'toString' }],
  ])('is nothing for %s', (_what, properties) => {
    expect(obstacleOf({ runAgain: false }, shown(properties))).toBeNull();
  });

  it('is nothing for one that runs once where that is allowed', () => {
    expect(obstacleOf({ runAgain: true }, shown({ Type: 'oneshot' }))).toBeNull();
  });
});

describe('what a unit needs', () => {
  const needing = shown({ Requires: 'system.slice db.service', BindsTo: 'dev-sdb.device', Requisite: '--now $(x)' });

  it('is asked for by name, and told where it has failed', async () => {
    const host = aPlayedHost({
      'systemctl show': {
        output:
          'Id=system.slice\nActiveState=active\n\nId=db.service\nActiveState=failed\n\nId=dev-sdb.device\nActiveState=active\n',
      },
    });

    expect(await failedNeedsOf({ host: 'web-1' }, needing, host.runOnHost)).toEqual(['db.service']);
    expect(host.commands).toEqual([
      'web-1: systemctl show --property=Id,ActiveState system.slice db.service dev-sdb.device',
    ]);
  });

  it('is not known where systemd does not answer', async () => {
    const host = aPlayedHost({ systemctl: { exitCode: 1 } });

    expect(await failedNeedsOf({ host: 'web-1' }, needing, host.runOnHost)).toBeUndefined();
  });
});
