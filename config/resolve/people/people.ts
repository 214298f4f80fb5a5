import type { ChannelType } from '../../../model/names.ts';
import { channelTypes } from '../../../model/names.ts';
import type { Person } from '../../../model/oncall/person.ts';
import { addressedBy } from '../../../model/oncall/person.ts';
import type { PersonFile } from '../../schema/people/people.ts';

/** Turns what the file says of a person into where each type of channel reaches them. */
export function personOf(file: PersonFile): Person {
  const { name, channels, timeZone } = file;
  const addresses: Partial<Record<ChannelType, string>> = {};
  for (const type of channelTypes) {
    const field = addressedBy(type);
    const address = field === null ? undefined : file[field];
    if (address !== undefined) addresses[type] = address;
  }
  return { name, addresses, channels, timeZone: timeZone ?? null };
}
