import { describe, expect, it } from 'vitest';
import { watchedAlerts } from '../../../../model/kubernetes/watching/watched-alerts.ts';
import type { WatchedAlertName } from '../../../../model/kubernetes/watching/watched-alerts.ts';
import { symptomsOfNode } from '../../../../triggers/kubernetes/judging/node.ts';
import { symptomsOfPod } from '../../../../triggers/kubernetes/judging/pod.ts';
import type { Patience } from '../../../../triggers/kubernetes/ledger.ts';
import { Ledger } from '../../../../triggers/kubernetes/ledger.ts';
import type { Symptom } from '../../../../triggers/kubernetes/symptom.ts';
import { atMinute, aWatchedNode, aWatchedPod, crashing } from '../../../support/kubernetes/watched/sick-objects.ts';

const patience: Patience = {
  forMs: Object.fromEntries(
    Object.entries(watchedAlerts).map(([name, { forMs }]) => [name, forMs]),
  ) as Patience['forMs'],
  clearAfterMs: 5 * 60_000,
};
const pod = 'Pod/uid-1';
const second = 1 / 60;

function crash(minute: number): readonly Symptom[] {
  return symptomsOfPod(aWatchedPod([crashing(minute)]), atMinute(minute));
}

/** Between two crashes a container runs. */
const running: readonly Symptom[] = [];

function firing(ledger: Ledger, minute: number): readonly string[] {
  return ledger.due(atMinute(minute)).firing.map(({ symptom }) => symptom.alertname);
}

function sickNode(): Ledger {
  const ledger = new Ledger(patience);
  ledger.see('Node/node-1', symptomsOfNode(aWatchedNode('Ready', 'False')), atMinute(3));
  return ledger;
}

describe('the ledger', () => {
  it.each([
    [17.9, []],
    [18, ['KubeNodeNotReady']],
  ])('says %d minutes in what fires of a node that has not been ready since minute 3', (minute, expected) => {
    expect(firing(sickNode(), minute)).toEqual(expected);
  });

  it('begins an alert when its state had lasted long enough, whenever that is found out', () => {
    const ledger = sickNode();

    const [episode] = ledger.due(atMinute(100)).firing;

    expect(episode).toMatchObject({ startsAt: atMinute(18), endsAt: null });
  });

  it('watches a state for a while however old it says that it is', () => {
    const ledger = new Ledger(patience);
    ledger.see('Node/node-1', symptomsOfNode(aWatchedNode('Ready', 'False')), atMinute(100));

    expect(firing(ledger, 100)).toEqual([]);
    expect(firing(ledger, 100 + 9 * second)).toEqual([]);
    expect(firing(ledger, 100 + 10 * second)).toEqual(['KubeNodeNotReady']);
  });

  it('raises nothing for a state that passes', () => {
    const ledger = sickNode();

    ledger.see('Node/node-1', [], atMinute(10));

    expect(firing(ledger, 60)).toEqual([]);
    expect(ledger.count()).toEqual({ pending: 0, firing: 0 });
  });

  it('begins to count anew where a state has ended between two looks', () => {
    const ledger = sickNode();
    const again = symptomsOfNode(aWatchedNode('Ready', 'False')).map((one) => ({ ...one, since: atMinute(15) }));

    ledger.see('Node/node-1', again, atMinute(16));

    expect(firing(ledger, 29)).toEqual([]);
    expect(firing(ledger, 30)).toEqual(['KubeNodeNotReady']);
  });

  it('takes a crash loop for one although its container runs in between', () => {
    const ledger = new Ledger(patience);

    for (let minute = 2; minute <= 17; minute += 3) {
      ledger.see(pod, crash(minute), atMinute(minute));
      ledger.see(pod, running, atMinute(minute + 2));
    }
    ledger.see(pod, crash(20), atMinute(20));

    expect(ledger.due(atMinute(20)).firing).toMatchObject([
      { symptom: { alertname: 'KubePodCrashLooping' }, startsAt: atMinute(17) },
    ]);
  });

  it('raises no crash loop while the container runs', () => {
    const ledger = new Ledger(patience);
    ledger.see(pod, crash(2), atMinute(2));
    ledger.see(pod, crash(14), atMinute(14));
    ledger.see(pod, running, atMinute(16));

    expect(firing(ledger, 18)).toEqual([]);
  });

  it('takes a second crash loop for another one', () => {
    const ledger = new Ledger(patience);
    ledger.see(pod, crash(2), atMinute(2));
    ledger.see(pod, running, atMinute(4));

    ledger.see(pod, crash(12), atMinute(12));

    expect(firing(ledger, 18)).toEqual([]);
    expect(firing(ledger, 27)).toEqual(['KubePodCrashLooping']);
  });

  it('raises the cause alone, and what is left when the cause has gone', () => {
    const ledger = new Ledger(patience);
    ledger.see(pod, crash(2), atMinute(2));
    expect(firing(ledger, 20)).toEqual(['KubePodCrashLooping']);

    const unready = symptomsOfPod(aWatchedPod([{ state: { running: {} } }]), atMinute(21));
    ledger.see(pod, unready, atMinute(21));
    const { firing: still, resolved } = ledger.due(atMinute(26));
    ledger.told({ firing: still, resolved }, atMinute(26));

    expect(resolved).toMatchObject([{ symptom: { alertname: 'KubePodCrashLooping' }, endsAt: atMinute(21) }]);
    expect(firing(ledger, 27)).toEqual(['KubePodNotReady']);
  });

  it('says nothing of the pods of a node that is not ready', () => {
    const ledger = sickNode();
    ledger.see(pod, crash(3), atMinute(3));

    expect(firing(ledger, 60)).toEqual(['KubeNodeNotReady']);
  });

  it('hears nothing of a cordon: neither an end of what fires, nor news', () => {
    const cordoned = symptomsOfNode(aWatchedNode('Ready', 'False', true));
    const [fires, fresh] = [sickNode(), new Ledger(patience)];
    fires.told(fires.due(atMinute(20)), atMinute(20));

    fires.see('Node/node-1', cordoned, atMinute(21));
    fresh.see('Node/node-1', cordoned, atMinute(21));

    expect(fires.due(atMinute(60))).toEqual({ firing: [], resolved: [] });
    expect(firing(fresh, 60)).toEqual([]);
  });

  it.each([
    ['its state has been gone for long enough', 30, 35, 1],
    ['not before', 30, 34, 0],
  ])('resolves an alert when %s', (_what, goneAt, minute, count) => {
    const ledger = sickNode();
    ledger.told(ledger.due(atMinute(20)), atMinute(20));

    ledger.see('Node/node-1', [], atMinute(goneAt));

    expect(ledger.due(atMinute(minute)).resolved).toHaveLength(count);
  });

  it('tells the same until it was told, and again an hour later', () => {
    const ledger = sickNode();

    const [first, other] = [ledger.due(atMinute(20)), ledger.due(atMinute(21))];
    ledger.told(other, atMinute(21));

    expect(other).toEqual(first);
    expect(firing(ledger, 80)).toEqual([]);
    expect(firing(ledger, 81)).toEqual(['KubeNodeNotReady']);
  });

  it('finds out from a list what is gone', () => {
    const ledger = sickNode();
    ledger.see(pod, crash(3), atMinute(3));

    ledger.seeNoOthers('Node', new Set(), atMinute(4));

    expect(ledger.count()).toEqual({ pending: 2, firing: 0 });
  });

  it('tells what another one has raised, with its beginning, and ends what has gone meanwhile', () => {
    const [first, other] = [sickNode(), new Ledger(patience)];
    const { firing: raised } = first.due(atMinute(20));

    other.takeOver(raised, atMinute(21));
    const again = other.due(atMinute(21)).firing;
    other.seeNoOthers('Node', new Set(), atMinute(21));

    expect(again.map(({ startsAt }) => startsAt)).toEqual([atMinute(18)]);
    expect(other.due(atMinute(26)).resolved).toMatchObject([{ startsAt: atMinute(18), endsAt: atMinute(21) }]);
  });

  it('forgets what another one has ended, and what nobody watched for too long', () => {
    const ledger = sickNode();
    ledger.told(ledger.due(atMinute(20)), atMinute(20));
    ledger.see('Pod/uid-1', crash(19), atMinute(20));

    ledger.takeOver([], atMinute(26));

    expect(ledger.count()).toEqual({ pending: 0, firing: 0 });
  });

  it('keeps nothing of what is well', () => {
    const ledger = new Ledger(patience);

    for (let index = 0; index < 1_000; index++) ledger.see(`Pod/${index}`, [], atMinute(0));

    expect(ledger.count()).toEqual({ pending: 0, firing: 0 });
  });

  it('has room for so many sick states, and counts the others', () => {
    const ledger = new Ledger(patience);
    const [one] = crash(0);
    if (!one) throw new Error('a crash loop is a symptom');

    for (let index = 0; index < 20_010; index++)
      ledger.see(`Pod/${index}`, [{ ...one, key: `${index}`, object: `Pod/${index}` }], atMinute(0));

    expect(ledger.count().pending).toBe(20_000);
    expect(ledger.overflowed).toBe(10);
  });
});

describe('every alert', () => {
  it.each(Object.keys(watchedAlerts) as readonly WatchedAlertName[])('%s waits before it is raised', (name) => {
    expect(watchedAlerts[name].forMs).toBeGreaterThanOrEqual(60_000);
  });
});
