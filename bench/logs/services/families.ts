import { clusterFamilies } from './cluster-families.ts';
import type { Background } from '../words.ts';
import { healthy as say, ip, n } from '../words.ts';

const user = (pick: (from: readonly string[]) => string): string => pick(['root', 'news', 'olu', 'petra', 'backup']);

/** Services in the way of the hosts, phones and servers whose logs are public corpora (Loghub): formats, not lines. */
export const families: Readonly<Record<string, readonly Background[]>> = {
  ...clusterFamilies,
  linux: [
    say(null, 3, (r) => `su(pam_unix)[${n(r)}]: session opened for user ${user(r.pick)} by (uid=0)`),
    say(null, 3, (r) => `su(pam_unix)[${n(r)}]: session closed for user ${user(r.pick)}`),
    say(
      null,
      1,
      (r) => `ftpd[${n(r)}]: connection from ${ip(r)} (host-${r.upTo(90)}.example.net) at Mon Jan 5 03:0${r.upTo(9)}`,
    ),
    say(
      null,
      0.5,
      (r) => `sshd(pam_unix)[${n(r)}]: authentication failure; logname= uid=0 euid=0 tty=NODEVssh rhost=${ip(r)}`,
    ),
    say(null, 0.1, () => 'logrotate: ALERT exited abnormally with [1]'),
  ],
  openssh: [
    say(null, 4, (r) => `sshd[${n(r)}]: Received disconnect from ${ip(r)}: 11: Bye Bye [preauth]`),
    say(null, 3, (r) => `sshd[${n(r)}]: Failed password for ${user(r.pick)} from ${ip(r)} port ${n(r)} ssh2`),
    say(null, 2, (r) => `sshd[${n(r)}]: pam_unix(sshd:auth): check pass; user unknown`),
    say(null, 0.3, (r) => `sshd[${n(r)}]: error: Received disconnect from ${ip(r)}: 3: auth cancelled [preauth]`),
  ],
  thunderbird: [
    say(null, 4, (r) => `crond(pam_unix)[${n(r)}]: session opened for user root by (uid=0)`),
    say(null, 2, (r) => `ntpd[${n(r)}]: synchronized to ${ip(r)}, stratum ${2 + r.upTo(3)}`),
    say(
      null,
      2,
      (r) => `postfix/postdrop[${n(r)}]: warning: unable to look up public/pickup: No such file or directory`,
    ),
    say(null, 1, (r) => `ib_sm.x[${n(r)}]: [ib_sm_sweep.c:${r.upTo(2_000)}]: No topology change`),
    say(
      null,
      0.4,
      (r) =>
        `dhcpd: DHCPDISCOVER from 00:11:43:${r.hex(2)}:${r.hex(2)}:${r.hex(2)} via eth1: network A: no free leases`,
    ),
  ],
  mac: [
    say(
      null,
      3,
      (r) =>
        `com.apple.cts[${n(r)}]: Activity.daily: scheduler_evaluate_activity told me to run this job; ${r.upTo(900)} seconds late`,
    ),
    say(
      null,
      2,
      (r) => `kernel[0]: ARPT: ${n(r)}.${n(r)}: wl0: setup_keepalive: Local port: ${n(r)}, Remote port: 5223`,
    ),
    say(null, 0.5, (r) => `QQ[${n(r)}]: FA||Url||taskID[${n(r)}] dealloc`),
    say(
      null,
      0.3,
      (r) => `SandboxViolation: sandboxd[${n(r)}] ([${n(r)}]): helper(${n(r)}) deny mach-lookup com.apple.networking`,
    ),
  ],
  android: [
    say(
      'debug',
      10,
      (r) => `PowerManagerService: acquire lock=${n(r)}, flags=0x1, tag="RILJ", uid=${n(r)}, pid=${n(r)}`,
    ),
    say(
      'verbose',
      5,
      (r) => `WindowManager: Skipping AppWindowToken{${r.hex(7)} token=Token{${r.hex(7)}}} -- going to hide`,
    ),
    say('info', 2, (r) => `ActivityManager: Start proc ${n(r)}:com.example.mail/u0a${r.upTo(99)} for service`),
    say(
      'warn',
      0.6,
      (r) => `ActivityManager: Unable to start service Intent { cmp=com.example/.Sync } U=${r.upTo(9)}: not found`,
    ),
  ],
  healthapp: [
    say(null, 8, (r) => `Step_LSC|${n(r)}|onStandStepChanged ${n(r)}`),
    say(null, 6, (r) => `Step_SPUtils|${n(r)}|setTodayTotalDetailSteps=${n(r)}##${n(r)}##${r.upTo(900)}##${n(r)}`),
    say(null, 2, (r) => `Step_ExtSDM|${n(r)}|calculateCaloriesWithCache totalCalories=${n(r)}`),
  ],
  apache: [
    say('notice', 3, (r) => `jk2_init() Found child ${n(r)} in scoreboard slot ${r.upTo(20)}`),
    say('notice', 2, () => 'workerEnv.init() ok /etc/httpd/conf/workers2.properties'),
    say('error', 0.4, (r) => `mod_jk child workerEnv in error state ${r.upTo(9)}`),
    say('error', 0.3, (r) => `[client ${ip(r)}] Directory index forbidden by rule: /var/www/html/`),
  ],
  proxifier: [
    say(null, 5, (r) => `chrome.exe - proxy.example.net:5070 open through proxy ${ip(r)}:5070 HTTPS`),
    say(
      null,
      5,
      (r) =>
        `chrome.exe - proxy.example.net:5070 close, ${n(r)} bytes sent, ${n(r)} bytes received, lifetime 00:${10 + r.upTo(49)}`,
    ),
    say(
      null,
      0.3,
      (r) =>
        `chrome.exe - host-${r.upTo(9)}.example.net:443 error : Could not connect through proxy ${ip(r)}:5070 - status code 407`,
    ),
  ],
};
