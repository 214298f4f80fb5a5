import { describe, expect, it } from 'vitest';
import { timeDaemon } from '../../../../../activities/checks/host/time-daemon.ts';
import { hostPartDirectory } from '../../../../../activities/described/host-parts.ts';
import { aClock, noHostParts } from '../../../../support/hosts/host-parts.ts';
import { aPlayedHost } from '../../../../support/hosts/played-host.ts';
import { servicesHere } from '../../../../support/hosts/services-here.ts';

const right = 'A29FC87B,192.0.2.7,4,1700000000.1,0.000012,0,0,0,0,0,0,0,64.2,Normal\n';
const answers = {
  'systemctl show': { output: 'LoadState=loaded\nActiveState=active\n' },
  'chronyc -c tracking': { output: right },
  'timedatectl show': { output: 'NTPSynchronized=yes\n' },
};

function look(changes: Parameters<typeof aPlayedHost>[0]) {
  const { runOnHost } = aPlayedHost({ ...answers, ...changes });
  const hostParts = hostPartDirectory({ ...noHostParts, clocks: [aClock()] });
  return timeDaemon({ check: 'time-daemon', target: 'host/web-1/clock' }, { ...servicesHere(), hostParts, runOnHost });
}

describe('the time daemon', () => {
  it.each([
    ['healthy', {}, 'chrony.service says: synchronised, 0.012 ms off'],
    ['healthy', { 'timedatectl show': { exitCode: 1 } }, 'chrony.service says: synchronised'],
    ['unhealthy', { 'systemctl show': { output: 'LoadState=loaded\nActiveState=failed\n' } }, 'does not run'],
    [
      'unhealthy',
      { 'chronyc -c tracking': { output: right.replace('Normal', 'Not synchronised') } },
      'not synchronised',
    ],
    ['unhealthy', { 'chronyc -c tracking': { output: right.replace('0.000012', '-7.5') } }, '7500.000 ms off'],
    ['unhealthy', { 'timedatectl show': { output: 'NTPSynchronized=no\n' } }, 'the kernel says'],
    ['unknown', { 'chronyc -c tracking': { exitCode: 127, output: right } }, 'chronyc did not say'],
    ['unknown', { 'chronyc -c tracking': { output: '506 Cannot talk to daemon\n' } }, 'chronyc did not say'],
  ])('is %s where %j', async (health, changes, words) => {
    const result = await look(changes);

    expect(result).toEqual({ health, summary: expect.stringContaining(words) as unknown });
  });
});
