import { analyseLogs } from '../../detection/logs/analyse-logs.ts';
import { labelledIncidents } from './incidents.ts';
import type { LabelledIncident } from './scene.ts';

/** Where the causes of one seed's incidents were found, and in how many controls anything was. */
export interface Evaluation {
  readonly incidents: readonly { readonly name: string; readonly rank: number }[];
  readonly controls: number;
  readonly falseFindings: number;
}

/** Reads every incident of a seed. */
export function evaluate(seed: number, ofEach: number, controls: number): Evaluation {
  const labelled = labelledIncidents(seed, ofEach, controls);
  const sick = labelled.filter(({ name }) => name !== 'control');
  const healthy = labelled.filter(({ name }) => name === 'control');
  return {
    incidents: sick.map((incident) => ({ name: incident.name, rank: rankOfCause(incident) })),
    controls,
    falseFindings: healthy.filter((control) => analyseLogs(control).length > 0).length,
  };
}

/** The share of incidents, in percent, whose cause is among so many findings. */
export function shareWithin(most: number, incidents: Evaluation['incidents']): number {
  return (100 * incidents.filter(({ rank }) => rank <= most).length) / incidents.length;
}

/** Which finding has a line of the cause's kind as its sample, counted from 1; infinite where none has. */
function rankOfCause(incident: LabelledIncident): number {
  const position = analyseLogs(incident).findIndex(
    ({ sampleId }) => sampleId !== null && incident.causes.has(sampleId),
  );
  return position < 0 ? Number.POSITIVE_INFINITY : position + 1;
}
