import type { ChannelSettings } from '../../../model/notices/channel-settings.ts';
import type { ChannelFile } from '../../schema/channels/channel.ts';
import { nameOfChannel } from '../../schema/channels/channel.ts';
import type { ReadSecret } from '../secret.ts';
import { secretsOf } from '../secret.ts';

/** Turns what the file says of a channel into what the worker uses, with its secrets read. */
export function channelOf(
  file: ChannelFile,
  readSecret: ReadSecret,
  path: readonly (string | number)[],
): ChannelSettings {
  const read = (secret: Parameters<ReadSecret>[0], name: string): string => readSecret(secret, [...path, name]);
  const common = {
    name: nameOfChannel(file),
    everyIncident: file.everyIncident,
    digest: file.digest === false ? null : { after: file.digest.after, withinMs: file.digest.within },
  };
  switch (file.type) {
    case 'console':
      return { ...common, type: file.type };
    case 'email': {
      const { type, host, port, security, login, authorities, from, to } = file;
      return {
        ...common,
        type,
        host,
        port,
        security,
        from,
        to,
        login: login
          ? { user: login.user, password: readSecret(login.password, [...path, 'login', 'password']) }
          : null,
        authorities: authorities ? read(authorities, 'authorities') : null,
      };
    }
    case 'opsgenie':
      return { ...common, type: file.type, apiKey: read(file.apiKey, 'apiKey'), api: file.api };
    case 'pagerduty':
      return { ...common, type: file.type, routingKey: read(file.routingKey, 'routingKey'), api: file.api };
    case 'slack': {
      const { type, token, channel, signingSecret, api } = file;
      const secret = signingSecret ? read(signingSecret, 'signingSecret') : null;
      return { ...common, type, token: read(token, 'token'), channel, signingSecret: secret, api };
    }
    case 'sms':
    case 'voice': {
      const { type, account, token, from, to, api } = file;
      // Without a number of its own it reaches people alone.
      const everyIncident = common.everyIncident && to.length > 0;
      return { ...common, everyIncident, type, account, token: read(token, 'token'), from, to, api };
    }
    case 'teams':
      return { ...common, type: file.type, url: read(file.url, 'url') };
    case 'webhook': {
      const { type, url, headers, signingSecret } = file;
      return {
        ...common,
        type,
        url: read(url, 'url'),
        headers: secretsOf(headers, readSecret, [...path, 'headers']),
        signingSecret: signingSecret ? read(signingSecret, 'signingSecret') : null,
      };
    }
  }
}
