import type { ChannelType } from '../names.ts';
import type { Recipient } from '../notices/notice.ts';
import type { Group, Person } from '../oncall/person.ts';
import { addressedBy } from '../oncall/person.ts';
import type { ChannelRef } from '../remediation/policy.ts';
import type { EscalationTarget, Told } from './policy.ts';

/** One message that wakes somebody, by one channel. */
export interface Page extends Told {
  readonly via: ChannelRef;
  /** Null where it reaches whoever looks at the channel. */
  readonly to: Recipient | null;
}

/** Whom targets reach at one moment, and why some of them reach nobody, one line each. */
export interface Reach {
  readonly pages: readonly Page[];
  readonly lost: readonly string[];
}

/** Whom the configuration knows. */
export interface Directory {
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  /** In the order of the configuration, which is their places. */
  readonly channels: readonly { readonly name: string; readonly type: ChannelType }[];
  /** Who is on call in a schedule at a moment; null where nobody is, or where there is no such schedule. */
  readonly whoIsOnCall: (schedule: string, atMs: number) => string | null;
}

/** Finds whom targets reach: each person once by each of their channels, however many targets name them. */
export function reachOf(targets: readonly EscalationTarget[], directory: Directory, atMs: number): Reach {
  const found = targets.map((target) => ofTarget(target, directory, atMs));
  const byKey = new Map(found.flatMap(({ pages }) => pages).map((page) => [keyOf(page), page]));
  return { pages: [...byKey.values()], lost: [...new Set(found.flatMap(({ lost }) => lost))] };
}

/** A target in words. */
function targetInWords({ kind, name }: EscalationTarget): string {
  return kind === 'person' ? name : `${kind} ${name}`;
}

/** Somebody who was told, in words. */
export function toldInWords({ name, channel }: Told): string {
  return name === channel ? `channel ${name}` : `${name} by ${channel}`;
}

function ofTarget(target: EscalationTarget, directory: Directory, atMs: number): Reach {
  if (target.kind === 'channel') return ofChannel(target.name, directory);
  const names = peopleOf(target, directory, atMs);
  if (names.length === 0) return nobody(`${targetInWords(target)} has nobody now`);
  const found = names.map((name) => ofPerson(name, directory));
  return { pages: found.flatMap(({ pages }) => pages), lost: found.flatMap(({ lost }) => lost) };
}

function peopleOf({ kind, name }: EscalationTarget, directory: Directory, atMs: number): readonly string[] {
  if (kind === 'person') return [name];
  if (kind === 'group') return directory.groups.find((group) => group.name === name)?.members ?? [];
  const person = directory.whoIsOnCall(name, atMs);
  return person === null ? [] : [person];
}

function ofChannel(name: string, { channels }: Directory): Reach {
  const index = channels.findIndex((channel) => channel.name === name);
  const type = channels[index]?.type;
  if (!type) return nobody(`there is no channel ${name}`);
  return { pages: [{ name, channel: name, via: { index, type }, to: null }], lost: [] };
}

function ofPerson(name: string, { people, channels }: Directory): Reach {
  const person = people.find((someone) => someone.name === name);
  if (!person) return nobody(`nobody is called ${name}`);
  const pages = person.channels.flatMap((channel): readonly Page[] => {
    const index = channels.findIndex((one) => one.name === channel);
    const type = channels[index]?.type;
    if (!type) return [];
    const address = person.addresses[type] ?? null;
    if (address === null && addressedBy(type) !== null) return [];
    return [{ name, channel, via: { index, type }, to: { person: name, address } }];
  });
  return pages.length > 0 ? { pages, lost: [] } : nobody(`no channel reaches ${name}`);
}

function keyOf({ name, channel, to }: Page): string {
  return JSON.stringify([to ? name : null, channel]);
}

function nobody(why: string): Reach {
  return { pages: [], lost: [why] };
}
