import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPredictionResults } from '../../../../clients/predictions/prediction-results.ts';
import type { PredictionResult } from '../../../../model/forecast/predicting/prediction-result.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

const aResult = (prediction: string) => ({ prediction, outcome: 'came-true' }) as PredictionResult;

describe('the results of predictions', () => {
  it('are kept one a line, in their order, also by one who comes later', async () => {
    const file = join(await aScratchFolder(), 'kept', 'predictions.jsonl');
    const results = createPredictionResults(file);

    await Promise.all(['a', 'b', 'c'].map((name) => results.add(aResult(name))));
    await createPredictionResults(file).add(aResult('d'));

    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as PredictionResult).prediction)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are refused where they cannot be written, and taken again once they can', async () => {
    const folder = await aScratchFolder();
    const file = join(folder, 'predictions.jsonl');
    await mkdir(file);
    const blocked = createPredictionResults(file);
    const free = createPredictionResults(join(folder, 'others.jsonl'));

    await expect(blocked.add(aResult('a'))).rejects.toThrow('EISDIR');

    await expect(free.add(aResult('a'))).resolves.toBeUndefined();
  });
});
