/**
 * What a channel needs to be given back to update or continue what it has sent: small, plain, no secret, such as the
 * time stamp of a message at Slack. Each channel reads its own.
 */
export type Receipt = Readonly<Record<string, string>>;
