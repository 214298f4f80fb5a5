/** The words by which Slack says that it wants to be left alone. */
export const busyWords: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

/** The words by which Slack says that something went wrong over there. */
export const passingWords: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** The words by which Slack says that a message cannot be changed any more. */
export const goneWords: ReadonlySet<string> = new Set([
  'cant_update_message',
  'edit_window_closed',
  'message_not_found',
]);

/** The words by which Slack says that it will not have what stands in a message. */
export const contentWords: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
]);

const newToken = 'install the app anew and give the token that Slack shows';
const newChannel = 'give the id of a channel that is there and that the bot may see';
const report = 'this is a fault of Nightshift: please report it';
const askAdmin = "ask the workspace's administrators";

/** What people can do about the words that no later attempt will change. */
const advice: ReadonlyMap<string, string> = new Map([
  ['access_denied', askAdmin],
  ['account_inactive', newToken],
  ['accesslimited', `this network may not use the API: ${askAdmin}`],
  ['cannot_dm_bot', 'this id belongs to a bot: give the id of a person'],
  ['channel_not_found', newChannel],
  ['channel_type_not_supported', newChannel],
  ['ekm_access_denied', askAdmin],
  ['enterprise_is_restricted', askAdmin],
  ['invalid_arg_name', report],
  ['invalid_arguments', report],
  ['invalid_array_arg', report],
  ['invalid_auth', newToken],
  ['invalid_blocks', report],
  ['invalid_blocks_format', report],
  ['invalid_charset', report],
  ['invalid_form_data', report],
  ['invalid_metadata_format', report],
  ['invalid_metadata_schema', report],
  ['invalid_post_type', report],
  ['is_archived', 'unarchive the channel, or give another one'],
  ['messages_tab_disabled', "switch on the Messages tab under App Home in the app's settings"],
  ['metadata_too_large', report],
  ['missing_scope', 'give the app the scopes of docs/slack.md and install it anew'],
  ['msg_blocks_too_long', report],
  ['msg_too_long', report],
  ['no_permission', 'give the app the scopes of docs/slack.md and install it anew'],
  ['no_text', report],
  ['not_allowed_token_type', 'give the token of a bot: xoxb-…'],
  ['not_authed', newToken],
  ['not_in_channel', 'invite the bot into the channel: /invite, then its name'],
  ['org_login_required', askAdmin],
  ['restricted_action', `who may post there is restricted: ${askAdmin}`],
  ['restricted_action_non_threadable_channel', 'this channel takes no threads: give another one'],
  ['restricted_action_read_only_channel', 'nobody may post there: give another channel'],
  ['restricted_action_thread_locked', 'the thread is locked: unlock it'],
  ['restricted_action_thread_only_channel', 'this channel takes threads only: give another one'],
  ['team_access_not_granted', 'install the app in this workspace'],
  ['team_not_found', newToken],
  ['token_expired', `${newToken}, without token rotation`],
  ['token_revoked', newToken],
  ['two_factor_setup_required', askAdmin],
  ['user_disabled', 'this person has left Slack: take the id out of people'],
  ['user_not_found', 'give the id of a person of this workspace: U…'],
  ['user_not_visible', 'the bot may not see this person: give an id of its own workspace'],
]);

/** Why Slack refused, and what to do. Words that nobody knows are not repeated: they are not ours. */
export function reasonFor(word: string): string {
  const known = advice.get(word);
  return known ? `${word}: ${known}` : "for a reason that is not known here: look at the app's settings";
}
