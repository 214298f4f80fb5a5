import { describe, expect, it } from 'vitest';
import { readKernel, timePrograms } from '../../../../activities/hosts/time-daemons.ts';

const timesyncStatus = (changes: string): string =>
  `       Server: 192.0.2.5 (0.pool.ntp.org)\nPoll interval: 1min 4s (min: 32s; max 34min 8s)\n${changes}`;

const ntpVariables = (changes: string): string =>
  'associd=0 status=0615 leap_none, sync_ntp, 1 event, clock_sync,\n' +
  `version="ntpd 4.2.8p15@1.3728-o", processor="x86_64", system="Linux/6.1",\n${changes}`;

describe('the answer of chronyc', () => {
  it.each([
    [
      'A29FC87B,192.0.2.7,4,1700000000.123456789,-0.000012345,-0.0000123,0.0000234,-5.678,0.001,0.023,0.012,0.001,64.2,Normal\n',
      { isSynchronised: true, offsetMs: 0.012345 },
    ],
    [
      'A29FC87B,192.0.2.7,3,1700000000.1,1.250000000,0,0,0,0,0,0,0,64.2,Insert second',
      { isSynchronised: true, offsetMs: 1_250 },
    ],
    [
      '00000000,,0,0.000000000,0.000000000,0,0,0,0,0,1,1,0.0,Not synchronised\n',
      { isSynchronised: false, offsetMs: 0 },
    ],
    ['7F7F0101,,0,0.0,0.0,0,0,0,0,0,1,1,0.0,Normal\n', { isSynchronised: false, offsetMs: 0 }],
    ['506 Cannot talk to daemon\n', null],
    ['A,B,four,0,0,0,0,0,0,0,0,0,0,Normal', null],
    ['', null],
  ])('%j reads as %j', (output, reading) => {
    expect(timePrograms['chronyd.service'].read(output)).toEqual(reading);
  });
});

describe('the answer of ntpq', () => {
  it.each([
    [
      ntpVariables('leap=00, stratum=3, precision=-23, offset=-0.421, sys_jitter=0.1'),
      { isSynchronised: true, offsetMs: 0.421 },
    ],
    [ntpVariables('leap=11, stratum=16, offset=0.000000'), { isSynchronised: false, offsetMs: 0 }],
    [ntpVariables('leap=00, stratum=16, offset=120.5'), { isSynchronised: false, offsetMs: 120.5 }],
    [ntpVariables('leap=01, stratum=2'), { isSynchronised: true, offsetMs: null }],
    ['ntpq: read: Connection refused\n', null],
  ])('%j reads as %j', (output, reading) => {
    expect(timePrograms['ntp.service'].read(output)).toEqual(reading);
  });
});

describe('the answer of timedatectl about systemd-timesyncd', () => {
  it.each([
    [
      timesyncStatus('Leap: normal\n      Version: 4\n       Offset: -1.201ms\n'),
      { isSynchronised: true, offsetMs: 1.201 },
    ],
    [timesyncStatus('Leap: normal\nOffset: +2min 3.5s\n'), { isSynchronised: true, offsetMs: 123_500 }],
    [timesyncStatus('Leap: normal\nOffset: +87us\n'), { isSynchronised: true, offsetMs: 0.087 }],
    [timesyncStatus('Leap: not synchronized\nOffset: +0\n'), { isSynchronised: false, offsetMs: 0 }],
    [timesyncStatus('Leap: normal\nOffset: soon\n'), { isSynchronised: true, offsetMs: null }],
    ['       Server: n/a\n Packet count: 0\n', { isSynchronised: false, offsetMs: null }],
    ['Failed to query server: Unit dbus-org.freedesktop.timesync1.service not found.\n', null],
  ])('%j reads as %j', (output, reading) => {
    const read = timePrograms['systemd-timesyncd.service'].read(output);

    expect(read && { ...read, offsetMs: read.offsetMs === null ? null : Number(read.offsetMs.toFixed(6)) }).toEqual(
      reading,
    );
  });
});

describe('the answer about the kernel', () => {
  it.each([
    ['NTPSynchronized=yes\n', true],
    ['NTPSynchronized=no\n', false],
    ['', null],
  ])('%j reads as %j', (output, answer) => {
    expect(readKernel(output)).toBe(answer);
  });
});
