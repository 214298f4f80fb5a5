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
