import { describe, expect, it } from 'vitest';
import type { Report } from '../../../../../model/incident/report.ts';
import type { ChannelType } from '../../../../../model/names.ts';
import { reportKinds } from '../../../../../model/incident/report.ts';
import { aReport } from '../../../../support/builders.ts';
import { aRecipient, attempt, everyChannel } from '../../../../support/channels/every-channel.ts';
import { hostileTexts } from '../../../../support/channels/hostile-texts.ts';

/** What no message may carry to a screen: controls but for line ends and tabs, and marks that turn the direction. */
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is meant
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Programs read these, and get every text as it is. */
const verbatim: readonly ChannelType[] = ['webhook'];

function fullOf(text: string): Report {
  return aReport({
    incident: text,
    target: text,
    title: text,
    firing: [text, text],
    story: Array.from({ length: 12 }, () => text),
    asks: [text],
    details: [text],
    findings: [text],
    logs: { source: text, text, truncated: true },
  });
}

describe.each(everyChannel)('the channel %s', (type, open) => {
  const onScreen = (shown: readonly string[]) => (verbatim.includes(type) ? '' : shown.join('\n'));

  it.each(Object.entries(hostileTexts))('shows %s in every field, and nothing comes of it', async (_what, text) => {
    const stand = await open();

    const { error } = await attempt(stand, { report: fullOf(text) });

    expect(error).toBeUndefined();
    expect(stand.complaints).toEqual([]);
    expect(stand.shown).toHaveLength(1);
    expect(stand.shown[0]).toContain('evil');
    expect(onScreen(stand.shown)).not.toMatch(forbidden);
    expect(stand.shown[0]?.isWellFormed()).toBe(true);
  });

  it.each(Object.entries(hostileTexts))('takes %s for the name of a person', async (_what, person) => {
    const stand = await open();

    const { error } = await attempt(stand, { to: aRecipient(stand.settings, person) });

    expect(error).toBeUndefined();
    expect(stand.complaints).toEqual([]);
    expect(stand.shown).toHaveLength(1);
    expect(onScreen(stand.shown)).not.toMatch(forbidden);
  });

  it.each(Object.entries(hostileTexts))('takes %s for what it answered before', async (_what, text) => {
    const stand = await open();
    const { receipt: own } = await attempt(stand);
    const receipt = Object.fromEntries(Object.keys(own ?? { ts: '' }).map((name) => [name, text]));

    const { error } = await attempt(stand, { id: 'another', receipt, report: aReport({ kind: 'resolved' }) });

    // A receipt that is none may be refused by the vendor, and must not break the channel.
    expect(error === undefined || (error as { type?: string }).type?.startsWith('Channel')).toBe(true);
  });

  it.each(reportKinds)('tells of %s, to everybody and to one', async (kind) => {
    const stand = await open();
    const report = aReport({ kind, title: `${kind}: host/host-1/service/web`, asks: ['code 1a2b3c4d'] });

    const first = await attempt(stand, { report, id: 'first' });
    const second = await attempt(stand, { report, id: 'second', to: aRecipient(stand.settings) });

    expect([first.error, second.error]).toEqual([undefined, undefined]);
    expect(stand.complaints).toEqual([]);
  });
});
