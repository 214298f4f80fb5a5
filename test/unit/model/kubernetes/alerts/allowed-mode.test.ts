import { describe, expect, it } from 'vitest';
import { allowedMode } from '../../../../../model/kubernetes/alerts/allowed-mode.ts';
import type { RunbookName } from '../../../../../model/names.ts';
import type { Mode } from '../../../../../model/remediation/policy.ts';

const pod = 'kubernetes/prod/shop/Pod/web-0';
const node = 'kubernetes/prod/-/Node/n-1';

interface Case {
  readonly what: string;
  readonly target: string | null;
  readonly runbook: RunbookName;
  readonly alerts: readonly string[];
  readonly wanted: Mode;
  readonly allowed: Mode;
}

describe('allowedMode', () => {
  it.each<Case>([
    {
      what: 'auto for what may be done by itself',
      target: node,
      runbook: 'node-unhealthy',
      alerts: ['KubeNodeNotReady'],
      wanted: 'auto',
      allowed: 'auto',
    },
    {
      what: 'approve where people have to be asked',
      target: pod,
      runbook: 'pod-crash-looping',
      alerts: ['KubePodCrashLooping'],
      wanted: 'auto',
      allowed: 'approve',
    },
    {
      what: 'observe where people only want to know',
      target: node,
      runbook: 'node-unhealthy',
      alerts: ['KubeNodePressure'],
      wanted: 'auto',
      allowed: 'observe',
    },
    {
      what: 'observe for the monitoring itself',
      target: pod,
      runbook: 'kubernetes-alert',
      alerts: ['PrometheusBadConfig'],
      wanted: 'auto',
      allowed: 'observe',
    },
    {
      what: 'observe for an alert that nobody knows',
      target: pod,
      runbook: 'kubernetes-alert',
      alerts: ['SomethingNew'],
      wanted: 'auto',
      allowed: 'observe',
    },
    {
      what: 'what the policy says where that is less',
      target: node,
      runbook: 'node-unhealthy',
      alerts: ['KubeNodeNotReady'],
      wanted: 'observe',
      allowed: 'observe',
    },
    {
      what: 'approve where the policy says so',
      target: node,
      runbook: 'node-unhealthy',
      alerts: ['KubeNodeNotReady'],
      wanted: 'approve',
      allowed: 'approve',
    },
    {
      what: 'as far as the furthest of several alerts',
      target: node,
      runbook: 'node-unhealthy',
      alerts: ['KubeNodePressure', 'KubeNodeNotReady'],
      wanted: 'auto',
      allowed: 'auto',
    },
    {
      what: 'not by an alert of another runbook',
      target: node,
      runbook: 'node-unhealthy',
      alerts: ['KubeNodePressure', 'KubePodNotReady'],
      wanted: 'auto',
      allowed: 'observe',
    },
    {
      what: 'the mode of operators who chose the runbook by a route',
      target: pod,
      runbook: 'pod-not-ready',
      alerts: ['ShopIsSlow'],
      wanted: 'auto',
      allowed: 'auto',
    },
    {
      what: 'the mode of the policy for a host',
      target: 'host/web-1/disk/srv',
      runbook: 'disk-cleanup',
      alerts: ['NodeFilesystemAlmostOutOfFiles'],
      wanted: 'auto',
      allowed: 'auto',
    },
    {
      what: 'the mode of the policy without a target',
      target: null,
      runbook: 'pod-not-ready',
      alerts: ['KubePodCrashLooping'],
      wanted: 'auto',
      allowed: 'auto',
    },
  ])('is $what', ({ target, runbook, alerts, wanted, allowed }) => {
    expect(allowedMode(wanted, { target, runbook, alerts })).toBe(allowed);
  });
});
