import { describe, expect, it } from 'vitest';
import { incidentKeyOf, incidentWorkflowId, intakeWorkflowId, remediationWorkflowId } from '../../../model/names.ts';
import { isPredictionId, predictionWorkflowId } from '../../../model/forecast/running/ids.ts';

describe('workflow ids', () => {
  it('are what running workflows are found by', () => {
    expect(incidentWorkflowId('host/a')).toBe('incident:host/a');
    expect(remediationWorkflowId('host/a')).toBe('remediation:host/a');
    expect(intakeWorkflowId('abc')).toBe('intake:abc');
  });

  it('of predictions tell forecasts, targets and causes apart, and fit every database', () => {
    const long = 'x'.repeat(200);

    const ids = [
      predictionWorkflowId('disks', 'host/a', 'above'),
      predictionWorkflowId('loads', 'host/a', 'above'),
      predictionWorkflowId('disks', 'host/b', 'above'),
      predictionWorkflowId('disks', 'host/a', 'below'),
      predictionWorkflowId('disks', 'host/a', 'above-other'),
      predictionWorkflowId(long, `host/${long}`, 'above'),
      predictionWorkflowId(long, `host/${long}b`, 'above'),
    ];

    expect(ids[0]).toBe('prediction:disks/above/host/a');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => isPredictionId(id) && id.length <= 250)).toBe(true);
  });

  it.each(['host/a', 'incident:host/a'])('lead from %s to the key of an incident', (name) => {
    expect(incidentKeyOf(name)).toBe('host/a');
  });
});
