import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import { anOutage } from '../../support/kubernetes/every-action/outage.ts';
import { otherCases } from '../../support/kubernetes/every-action/other-cases.ts';
import { podCases } from '../../support/kubernetes/every-action/pod-cases.ts';
import type { PlannedCase } from '../../support/kubernetes/every-action/scene.ts';
import { depsBy, everyAction } from '../../support/kubernetes/every-action/scene.ts';
import { valueCases } from '../../support/kubernetes/every-action/value-cases.ts';
import { useControlPlane } from '../../support/kubernetes/use-control-plane.ts';

const reader = 'reader';
const cluster = useControlPlane({ name: 'every-action', accounts: [{ name: reader }] });
const cases = [...valueCases, ...podCases, ...otherCases];

/** What there is to say of each action, by its name. */
async function each<Said>(
  steps: readonly PlannedCase[],
  say: (step: PlannedCase) => Said | Promise<Said>,
): Promise<Readonly<Record<string, Said>>> {
  const said = await Promise.all(steps.map(async (step) => [step.of.action, await say(step)] as const));
  return Object.fromEntries(said);
}

/** The answer of an action, or the sentence with which it failed. */
async function answer(perform: Promise<{ readonly result: string; readonly summary: string }>): Promise<string> {
  try {
    const { result, summary } = await perform;
    return `${result}: ${summary}`;
  } catch (error) {
    return `thrown: ${String(error)}`;
  }
}

const containing = (text: string) => expect.stringContaining(text) as unknown;

describe('every action on an object of a cluster', () => {
  it('is tried here', () => {
    const named = Object.entries(actions).filter(([, { permissions }]) => permissions);

    expect(cases.map(({ action }) => action).toSorted()).toEqual(named.map(([name]) => name).toSorted());
  });

  it('does nothing by an account that may only read, and names the right that is missing', async () => {
    await allowReading();
    const steps = await everyAction(cluster, cases);
    const deps = await depsBy(cluster, await cluster.plane.kubeconfigOf(reader));

    const said = await each(steps, (step) => answer(step.perform(deps)));

    expect(said).toEqual(await each(steps, ({ of }) => containing(`may not ${of.lacks}`)));
    expect(said).toEqual(await each(steps, () => containing('failed: the account of Nightshift may not do this')));
    expect(await each(steps, ({ prepared }) => prepared.state())).toEqual(await each(steps, ({ of }) => of.before));
  }, 90_000);

  it('leaves an object alone that has taken the name of the one that it was planned for', async () => {
    const steps = await everyAction(cluster, cases);
    const planned = await each(steps, (step) => step.uid());
    const deps = await depsBy(cluster, cluster.plane.kubeconfigFile);
    await each(steps, ({ prepared }) => prepared.replace());
    const [namesakes, states] = await before(steps);

    const said = await each(steps, (step) => answer(step.perform(deps)));

    expect(said).toEqual(await each(steps, ({ of }) => containing(of.contentWithNamesake ?? 'failed: ')));
    expect(await before(steps)).toEqual([namesakes, states]);
    expect(steps.filter(({ of }) => namesakes[of.action] === planned[of.action])).toEqual([]);
  }, 90_000);

  it('happens exactly once, though the API server is away for 20 seconds just when it acts', async () => {
    const steps = await everyAction(cluster, cases);
    await using outage = await anOutage(cluster, steps.length);

    const told = each(steps, (step) => outage.carriedOut(step));
    await outage.begun;
    await sleep(20_000);
    outage.end();
    const histories = await told;

    expect(Object.entries(histories).filter(([, history]) => !isSettled(history))).toEqual([]);
    expect(await each(steps, ({ prepared }) => prepared.state())).toEqual(await each(steps, ({ of }) => of.after));
  }, 120_000);
});

/** What does not know what it did is not taken for a failure, and ends with what it did. */
function isSettled(history: readonly string[]): boolean {
  return (
    history.every((said) => ['unknown', 'no', 'yes', 'done'].includes(said)) &&
    /^(done|yes)$/.test(history.at(-1) ?? '')
  );
}

/** Which objects there are, and how they are. */
async function before(steps: readonly PlannedCase[]) {
  return [await each(steps, (step) => step.uid()), await each(steps, ({ prepared }) => prepared.state())] as const;
}

/** Lets the reader see everything of every namespace. */
async function allowReading(): Promise<void> {
  const group = 'rbac.authorization.k8s.io';
  const [apiVersion, metadata] = [`${group}/v1`, { name: `reading-${cluster.namespace}` }];
  await cluster.create(
    {
      apiVersion,
      kind: 'ClusterRole',
      metadata,
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list'] }],
    },
    {
      apiVersion,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: group, kind: 'ClusterRole', name: metadata.name },
      subjects: [{ apiGroup: group, kind: 'User', name: reader }],
    } as object,
  );
}
