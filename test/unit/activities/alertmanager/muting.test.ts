import { expect, it } from 'vitest';
import { createMutingActivities } from '../../../../activities/alertmanager/muting.ts';
import type { SilenceClient } from '../../../../clients/alertmanager/silences.ts';
import { mutedDetails } from '../../../../model/incident/shown/muted.ts';
import type { KnownAlert } from '../../../../model/standing/known-alert.ts';
import { aKnownAlert } from '../../../support/builders.ts';
import { alertmanagerOf } from '../../../support/guard/standing-rules.ts';

const base = { startsAt: '2026-01-01T00:00:00.000Z', endsAt: '2026-01-01T04:00:00.000Z', labels: null } as const;

function reading(comment: string, ...alerts: readonly KnownAlert[]) {
  const readSilence: SilenceClient['readSilence'] = async (id) => ({
    ...base,
    id,
    createdBy: 'kim',
    comment,
    state: 'active',
  });
  const silenceClient = { readSilence } as SilenceClient;
  return createMutingActivities({ alertmanager: alertmanagerOf(...alerts), silenceClient }).readMutes(alerts);
}

it('tells who has silenced an alert, until when and why, and what inhibits one', async () => {
  const silenced = aKnownAlert({ silencedBy: ['s-1'] });
  const inhibited = aKnownAlert({ labels: { alertname: 'Slow' }, inhibitedBy: [silenced.fingerprint] });

  const { lines } = await reading(
    'moving the database',
    silenced,
    inhibited,
    aKnownAlert({ labels: { alertname: 'Fine' } }),
  );

  expect(lines).toEqual([
    'ServiceDown is silenced by kim until 2026-01-01T04:00:00Z: moving the database',
    'Slow is inhibited while ServiceDown fires',
  ]);
});

it('shows hostile comments inert, without secrets, and no more of them than there is room for', async () => {
  const silencedBy = Array.from({ length: 30 }, (_, nth) => `s-${nth}`);
  const comment = '[Approve here](http://evil.example) <b> password=hunter2\n# '.repeat(20);

  const muted = await reading(comment, aKnownAlert({ silencedBy }));

  const shown = mutedDetails(muted).join('\n');
  expect(muted.lines).toHaveLength(10);
  expect(shown).not.toMatch(/\]\(|<b>|hunter2/);
  expect(Buffer.byteLength(shown)).toBeLessThan(600);
  expect(shown).toMatch(/and \d+ more$/);
});

it('shows nothing where people hear of every alert', () => {
  expect(mutedDetails(undefined)).toEqual([]);
  expect(mutedDetails({ at: '2026-01-01T00:00:00.000Z', lines: [] })).toEqual([]);
});
