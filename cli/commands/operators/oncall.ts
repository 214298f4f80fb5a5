import type { Command } from 'commander';
import ms from 'ms';
import type { StringValue } from 'ms';
import { loadConfig } from '../../../config/load.ts';
import { localTimeInWords, readMoment } from '../../../model/local-time/local-time.ts';
import { shiftsBetween, whoIsOnCall } from '../../../model/oncall/on-call.ts';
import type { Schedule } from '../../../model/oncall/schedule.ts';
import type { Shift } from '../../../model/oncall/shift.ts';
import { onOneLine } from '../../../model/text/markdown.ts';
import type { CliContext } from '../../context.ts';
import { UsageError, print, printJson } from '../../context.ts';
import { tableOf } from '../../table.ts';

interface NowOptions {
  readonly at?: string;
  readonly json?: boolean;
}

interface ListOptions {
  readonly from?: string;
  readonly for: string;
  readonly json?: boolean;
}

const describedTime = "by the schedule's clocks (2026-12-24T18:00), or with an offset (2026-12-24T18:00+01:00)";

/** `nightshift oncall now`, which is also `nightshift oncall`, and `nightshift oncall list`. */
export function addOnCallCommands(program: Command, context: CliContext): void {
  const oncall = program.command('oncall').description('say who is on call, by the schedules of the configuration');
  oncall
    .command('now', { isDefault: true })
    .description('say who is on call now, or at a time, and who comes next; what oncall alone does as well')
    .argument('[schedule]', 'all of them unless given')
    .option('--at <time>', describedTime)
    .option('--json', 'one JSON array')
    .action((name: string | undefined, options: NowOptions) => now(context, name, options));
  oncall
    .command('list')
    .description('list who will be on call when, with every hand-over and every gap')
    .argument('<schedule>')
    .option('--from <time>', `${describedTime}; now unless given`)
    .option('--for <time>', 'how far ahead: a number of hours, days or weeks, such as 12h, 3d or 4w', '4w')
    .option('--json', 'one JSON array')
    .action((name: string, options: ListOptions) => list(context, name, options));
}

function now(context: CliContext, name: string | undefined, { at, json = false }: NowOptions): void {
  const nowMs = Date.now();
  const onCall = schedulesOf(context, name).map((schedule) => {
    const shift = whoIsOnCall(schedule, at === undefined ? nowMs : momentOf('--at', at, schedule));
    const next = shift.to === null ? null : whoIsOnCall(schedule, Date.parse(shift.to));
    return { ...shift, timeZone: schedule.timeZone, next };
  });
  if (json) return printJson(onCall);
  if (onCall.length === 0) return print('The configuration has no schedules.');
  const rows = onCall.map(({ timeZone, next, ...shift }) => [
    onOneLine(shift.schedule),
    personOf(shift),
    shown(shift.from, timeZone),
    shown(shift.to, timeZone),
    timeZone,
    onOneLine(shift.because),
    next ? personOf(next) : '-',
  ]);
  printTable(['SCHEDULE', 'ON CALL', 'SINCE', 'UNTIL', 'TIME ZONE', 'BECAUSE', 'THEN'], rows);
}

function list(context: CliContext, name: string, options: ListOptions): void {
  const lengthMs = lengthOf(options.for);
  for (const schedule of schedulesOf(context, name)) {
    const fromMs = options.from === undefined ? Date.now() : momentOf('--from', options.from, schedule);
    const shifts = shiftsBetween(schedule, fromMs, fromMs + lengthMs);
    if (options.json) return printJson(shifts);
    const rows = shifts.map((shift) => [
      shown(shift.from, schedule.timeZone),
      shown(shift.to, schedule.timeZone),
      shift.from?.replace(/:\d\d\.\d{3}Z$/, 'Z') ?? '-',
      personOf(shift),
      onOneLine(shift.because),
    ]);
    printTable([`FROM (${schedule.timeZone})`, 'UNTIL', 'FROM (UTC)', 'ON CALL', 'BECAUSE'], rows);
  }
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const line of tableOf([head, ...rows])) print(line);
}

function schedulesOf(context: CliContext, name: string | undefined): readonly Schedule[] {
  const { schedules } = loadConfig(context.configFile(), context.env);
  const meant = schedules.filter((schedule) => name === undefined || schedule.name === name);
  if (meant.length > 0 || name === undefined) return meant;
  const known = schedules.map((schedule) => onOneLine(schedule.name)).join(', ');
  throw new UsageError(
    `there is no schedule ${onOneLine(name)}: the configuration has ${known === '' ? 'none' : known}`,
  );
}

function momentOf(option: string, text: string, { timeZone }: Schedule): number {
  const moment = readMoment(text, timeZone);
  if (moment !== undefined) return moment;
  throw new UsageError(`${option} takes a date and a time ${describedTime}`);
}

function lengthOf(text: string): number {
  const time = /^\d{1,4}[hdw]$/.test(text) ? ms(text as StringValue) : 0;
  if (time > 0 && time <= ms('366d')) return time;
  throw new UsageError('--for takes a number and a unit, such as 12h, 3d or 4w, up to 366d');
}

function personOf({ person }: Shift): string {
  return person === null ? 'nobody' : onOneLine(person);
}

function shown(time: string | null, timeZone: string): string {
  return time === null ? '-' : localTimeInWords(Date.parse(time), timeZone);
}
