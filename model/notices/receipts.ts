import { channelTypes } from '../names.ts';
import type { ChannelRef } from '../remediation/policy.ts';
import type { Receipt, Recipient } from './notice.ts';

/** Receipts of one incident, by where its messages went. */
type Receipts = Readonly<Record<string, Receipt>>;

/** Recipients of one incident whose receipts are kept; a receipt that is lost only costs a message its thread. */
const maxReceipts = 50;
/** Characters of one, as JSON: they lie in the incident's record, which every continued run carries along. */
const maxLength = 1_000;

/** Where a message goes: one channel, and there to somebody or to everybody. */
export function placeOf({ index, type }: ChannelRef, to: Recipient | null): string {
  return to ? `${type} ${index} ${to.person}` : `${type} ${index}`;
}

/**
 * Channels that have told of an incident without being told of every one: what was opened there has to be closed.
 *
 * @param told those that are told anyway.
 */
export function channelsBeside(receipts: Receipts | undefined, told: readonly ChannelRef[]): readonly ChannelRef[] {
  return Object.keys(receipts ?? {}).flatMap((place) => {
    const [name, index, ...to] = place.split(' ');
    const type = channelTypes.find((known) => known === name);
    const isTold = told.some((channel) => channel.index === Number(index));
    return type && to.length === 0 && !isTold ? [{ type, index: Number(index) }] : [];
  });
}

/** Keeps what a channel answered, the newest ones where there are too many. */
export function keepReceipt(receipts: Receipts | undefined, place: string, receipt: unknown): Receipts | undefined {
  if (!isReceipt(receipt)) return receipts;
  const others = Object.entries(receipts ?? {}).filter(([name]) => name !== place);
  return Object.fromEntries([...others, [place, receipt] as const].slice(-maxReceipts));
}

/** Workers of another release answer as well: what is no receipt, or too large, is left out. */
function isReceipt(value: unknown): value is Receipt {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((part) => typeof part === 'string') && JSON.stringify(value).length <= maxLength;
}
