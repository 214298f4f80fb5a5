import type { Logger } from 'pino';
import type { ChannelSettings } from '../../../model/notices/channel-settings.ts';

/** What goes wrong at a vendor, for the next request or connection alone. */
export type VendorFault =
  | { readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** Takes the request and never answers. */
  | 'hang'
  /** Breaks the connection. */
  | 'reset'
  /** Says success by its status, and failure in its body: only for vendors that can. */
  | 'error-in-success';

/** A channel with the peer that it talks to, which refuses whatever its vendor would refuse. */
export interface ChannelStand {
  readonly settings: ChannelSettings;
  /** What must never stand in an error or a log: tokens, keys, paths of secret addresses, and the peer's own words. */
  readonly secrets: readonly string[];
  /** Everything that has been taken, oldest first, as the vendor would show it to people. */
  readonly shown: readonly string[];
  /** Why the peer refused requests as malformed; a channel that works leaves it empty. */
  readonly complaints: readonly string[];
  /** Where it writes, for a channel that only writes to the worker's log. */
  readonly log?: Logger;
  /** Meets the next requests with these faults, one each. */
  failNext(...faults: readonly VendorFault[]): void;
}

/** Opens a stand that closes itself at the end of the test. */
export type OpenStand = () => Promise<ChannelStand>;
