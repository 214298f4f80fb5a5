import { onOneLine, shorten } from '../text/markdown.ts';

/** One message to the run of a workflow, named by what the workflow itself knows of it. */
export type OwnMessageRef =
  /** The nth signal of this name in the run, counted from 0 in the order in which its handler was called. */
  | { readonly kind: 'signal'; readonly name: string; readonly nth: number }
  | { readonly kind: 'update'; readonly id: string };

/** What a vote says. */
interface Said {
  readonly code: string | null;
  readonly by: string | null;
  readonly comment: string | null;
}

/** A vote that its incident handed on by an Update. Whoever sends one can write this: it is checked in the incident's history. */
export interface HandedOnRef {
  readonly kind: 'handed-on';
  /** The Update by which it came. */
  readonly id: string;
  /** The workflow id of the incident that asked for the repair: never what a message says. */
  readonly incident: string;
  /** The run of the incident that is said to have got the vote, and what it was there. */
  readonly runId: string;
  readonly message: OwnMessageRef;
  /** What it must say there as well. */
  readonly ballot: 'approve' | 'deny';
  readonly says: Said;
}

/** A message as its workflow knows it. */
export type MessageRef = OwnMessageRef | HandedOnRef;

/** The message to the workflow itself: a Reset behind it matters, whoever handed it on. */
export function ownOf(message: MessageRef): OwnMessageRef {
  return message.kind === 'handed-on' ? { kind: 'update', id: message.id } : message;
}

/** Whom the server's authentication took a caller for. */
export interface Principal {
  /** What kind of proof the caller gave, such as `jwt`. */
  readonly type: string;
  readonly name: string;
}

/** Who sent a message, as the run's history says. */
export interface Sender {
  /** What the caller called itself; empty where it said nothing. Anyone may write anything here. */
  readonly identity: string;
  /** Who the caller is; null where the server did not stamp it, or stamped somebody else. */
  readonly principal: Principal | null;
  /** When the server took the message in, ISO 8601. */
  readonly at: string;
  /** Whether a Reset lies between the message and now: it was meant for an earlier run. */
  readonly replayed: boolean;
  /** What the message was called, and what it said; absent where that could not be decoded. */
  readonly message?: { readonly name: string; readonly input: unknown };
}

/** What is recorded about the sender of an approval. */
export interface SenderIdentity {
  /** The name that the caller gave itself, on one line; null where it gave none. Foreign text. */
  readonly claimed: string | null;
  /** The name that the server vouches for; null where it vouches for none. */
  readonly principal: string | null;
  /** Whether the server vouches for the sender. Only then may a policy count on who it is. */
  readonly verified: boolean;
  /** Whether a Reset brought the message back. Whatever it allowed is allowed no more. */
  readonly replayed: boolean;
}

const maxNameLength = 200;

/** What may be believed about a sender. A name that does not fit on one short line is vouched for by nobody. */
export function identityOf({ identity, principal, replayed }: Sender): SenderIdentity {
  const claimed = shorten(onOneLine(identity), maxNameLength);
  const name = principal && isName(principal.name) ? principal.name : null;
  return { claimed: claimed || null, principal: name, verified: name !== null, replayed };
}

function isName(text: string): boolean {
  return text !== '' && shorten(onOneLine(text), maxNameLength) === text;
}
