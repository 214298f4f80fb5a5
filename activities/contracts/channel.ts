import type { Logger } from 'pino';
import type { Report } from '../../model/incident/report.ts';
import type { ChannelType } from '../../model/names.ts';

/** A configured channel with its secrets already read. */
export interface ChannelSettings {
  readonly type: ChannelType;
  /** The address to post to; a secret. Null for channels that have none. */
  readonly url: string | null;
  /** Headers to send along; secrets. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What channels may use. */
export interface ChannelDependencies {
  readonly log: Logger;
}

/** Delivers one report, or throws `ChannelRefused` or `ChannelUnavailable`, in which nothing secret may stand. */
export type Channel = (report: Report, settings: ChannelSettings, deps: ChannelDependencies) => Promise<void>;
