import type { TimeDaemon } from '../../model/host/host-parts.ts';
import type { CommandLine } from '../../model/service.ts';

/** What a program that keeps a clock says of itself. */
interface DaemonReading {
  readonly isSynchronised: boolean;
  /** How far it holds the clock to be off, without a sign; null where it does not say. */
  readonly offsetMs: number | null;
}

/** How a program that keeps a clock is asked, and its answer read; null where that is no answer. */
interface TimeProgram {
  readonly command: CommandLine;
  readonly read: (output: string) => DaemonReading | null;
}

const chrony: TimeProgram = { command: ['chronyc', '-c', 'tracking'], read: readChrony };
const ntp: TimeProgram = { command: ['ntpq', '-n', '-c', 'rv'], read: readNtp };
const timesyncd: TimeProgram = { command: ['timedatectl', 'timesync-status'], read: readTimesyncd };

/** Every program, by its unit. */
export const timePrograms: Readonly<Record<TimeDaemon, TimeProgram>> = {
  'chrony.service': chrony,
  'chronyd.service': chrony,
  'ntp.service': ntp,
  'ntpd.service': ntp,
  'ntpsec.service': ntp,
  'systemd-timesyncd.service': timesyncd,
};

/** Asks what the kernel holds of its clock, as adjtimex(2) has it. */
export const kernelCommand: CommandLine = ['timedatectl', 'show', '--property=NTPSynchronized'];

/** Whether the kernel's clock counts as synchronised; null where that is no answer. */
export function readKernel(output: string): boolean | null {
  const answer = /^NTPSynchronized=(yes|no)$/m.exec(output)?.[1];
  return answer === undefined ? null : answer === 'yes';
}

/** One line of fourteen fields: the third is the stratum, the fifth the offset in seconds, the last the leap status. */
function readChrony(output: string): DaemonReading | null {
  const fields = output.trim().split(',');
  const [stratum, offset, leap] = [fields[2], fields[4], fields[13]];
  if (fields.length !== 14 || !isNumber(stratum) || !isNumber(offset)) return null;
  const isSynchronised = leap !== 'Not synchronised' && Number(stratum) > 0;
  return { isSynchronised, offsetMs: Math.abs(Number(offset)) * 1_000 };
}

/** Variables with commas between them; the offset is in milliseconds, and leap 3 (in binary) is the alarm. */
function readNtp(output: string): DaemonReading | null {
  const leap = /\bleap=([01]{2})\b/.exec(output)?.[1];
  const stratum = /\bstratum=(\d{1,2})\b/.exec(output)?.[1];
  if (leap === undefined || stratum === undefined) return null;
  const offset = /\boffset=([+-]?\d{1,12}(?:\.\d+)?)\b/.exec(output)?.[1];
  return {
    isSynchronised: leap !== '11' && Number(stratum) < 16,
    offsetMs: offset === undefined ? null : Math.abs(Number(offset)),
  };
}

/** A line for each property. Without an answer of a server there is neither a leap status nor an offset. */
function readTimesyncd(output: string): DaemonReading | null {
  if (!/^\s*Server: /m.test(output)) return null;
  const leap = /^\s*Leap: (.+)$/m.exec(output)?.[1];
  const offset = /^\s*Offset: [+-]?(.+)$/m.exec(output)?.[1];
  return {
    isSynchronised: leap !== undefined && leap !== 'not synchronized',
    offsetMs: offset === undefined ? null : timeSpan(offset),
  };
}

const unitsMs: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** A span as systemd writes it, such as `2min 3.5s`; null for another text. */
function timeSpan(text: string): number | null {
  const parts = text
    .trim()
    .split(' ')
    .map((part) => /^(\d{1,12}(?:\.\d+)?)(us|ms|s|min|h|d)?$/.exec(part));
  if (parts.some((part) => part === null)) return null;
  return parts.reduce((sum, part) => sum + Number(part?.[1]) * (unitsMs[part?.[2] ?? 's'] ?? 0), 0);
}

function isNumber(text: string | undefined): boolean {
  return text !== undefined && /^[+-]?\d{1,15}(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(text);
}
