import type { ChannelType } from '../names.ts';

/** What every channel has. All times in milliseconds. */
interface CommonSettings {
  /** What the configuration calls it: escalation policies and people refer to it. */
  readonly name: string;
  /** Whether it is told of every incident; else only when somebody is to be reached by it. */
  readonly everyIncident: boolean;
  /** How many messages a worker sends within a time; beyond it, one digest takes their place. Null sends them all. */
  readonly digest: DigestSettings | null;
}

/** When messages are gathered, and for how long. */
export interface DigestSettings {
  readonly after: number;
  readonly withinMs: number;
}

/** Writes to the worker's own log. */
export interface ConsoleSettings extends CommonSettings {
  readonly type: 'console';
}

/** Posts to an address of your own. */
export interface WebhookSettings extends CommonSettings {
  readonly type: 'webhook';
  /** A secret. */
  readonly url: string;
  /** Secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Signs each request by HMAC; null where nothing is signed. A secret. */
  readonly signingSecret: string | null;
}

/** Slack's Web API. */
export interface SlackSettings extends CommonSettings {
  readonly type: 'slack';
  /** Of a bot: `xoxb-…`. A secret. */
  readonly token: string;
  /** The id of the channel that incidents are posted to. */
  readonly channel: string;
  /** Where its API is. */
  readonly api: string;
  /** Proves that clicks come from Slack; null where messages have no buttons. A secret. */
  readonly signingSecret: string | null;
}

/** A workflow of Microsoft Teams that takes Adaptive Cards. */
export interface TeamsSettings extends CommonSettings {
  readonly type: 'teams';
  /** A secret. */
  readonly url: string;
}

/** A mail server. */
export interface EmailSettings extends CommonSettings {
  readonly type: 'email';
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` demanded, or `none`. */
  readonly security: 'tls' | 'starttls' | 'none';
  /** Null where the server asks for none. The password is a secret. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Certificates of authorities of its own, in PEM; null where the usual ones will do. */
  readonly authorities: string | null;
  readonly from: string;
  /** Who gets what is for nobody in particular. */
  readonly to: readonly string[];
}

/** An account at Twilio: what text messages and calls have in common. */
export interface TwilioAccount extends CommonSettings {
  readonly account: string;
  /** A secret. */
  readonly token: string;
  /** The number that it comes from, such as +15005550006. */
  readonly from: string;
  /** Who gets what is for nobody in particular. */
  readonly to: readonly string[];
  /** Where its API is. */
  readonly api: string;
}

/** Text messages by Twilio. */
export interface SmsSettings extends TwilioAccount {
  readonly type: 'sms';
}

/** Calls by Twilio. */
export interface VoiceSettings extends TwilioAccount {
  readonly type: 'voice';
}

/** A service of PagerDuty, by its Events API v2. */
export interface PagerDutySettings extends CommonSettings {
  readonly type: 'pagerduty';
  /** A secret. */
  readonly routingKey: string;
  /** Where its API is. */
  readonly api: string;
}

/** Opsgenie's Alert API. */
export interface OpsgenieSettings extends CommonSettings {
  readonly type: 'opsgenie';
  /** A secret. */
  readonly apiKey: string;
  /** Where its API is: there is one for Europe. */
  readonly api: string;
}

/** A configured channel with its secrets read. */
export type ChannelSettings =
  | ConsoleSettings
  | EmailSettings
  | OpsgenieSettings
  | PagerDutySettings
  | SlackSettings
  | SmsSettings
  | TeamsSettings
  | VoiceSettings
  | WebhookSettings;

/** The settings of the channels of one type. */
export type SettingsOf<Type extends ChannelType> = Extract<ChannelSettings, { readonly type: Type }>;
