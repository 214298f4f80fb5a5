import type { Directory } from '../model/escalation/reach.ts';
import { whoIsOnCall } from '../model/oncall/on-call.ts';
import type { Config } from './config.ts';

/** Whom the configuration knows, for those who look for somebody to wake. */
export function directoryOf({ people, groups, schedules, channels }: Config): Directory {
  return {
    people,
    groups,
    channels: channels.map(({ name, type }) => ({ name, type })),
    whoIsOnCall: (name, atMs) => {
      const schedule = schedules.find((one) => one.name === name);
      return schedule ? whoIsOnCall(schedule, atMs).person : null;
    },
  };
}
