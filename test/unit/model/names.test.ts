import { describe, expect, it } from 'vitest';
import { incidentKeyOf, incidentWorkflowId, intakeWorkflowId, remediationWorkflowId } from '../../../model/names.ts';

describe('workflow ids', () => {
  it('are what running workflows are found by', () => {
    expect(incidentWorkflowId('host/a')).toBe('incident:host/a');
    expect(remediationWorkflowId('host/a')).toBe('remediation:host/a');
    expect(intakeWorkflowId('abc')).toBe('intake:abc');
  });

  it.each(['host/a', 'incident:host/a'])('lead from %s to the key of an incident', (name) => {
    expect(incidentKeyOf(name)).toBe('host/a');
  });
});
