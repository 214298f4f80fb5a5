import type { SlowForecaster } from '../../forecasting/forecaster.ts';
import { serveQuestions } from './serve-questions.ts';

// A process of its own, forked by clients/calculator/process-calculator.ts.

const [transformerFile] = process.argv.slice(2);

serveQuestions(async () => {
  const { answerQuestion } = await import('../../forecasting/answer.ts');
  const { loadEnginesOf } = await import('./engines.ts');
  const supplied = transformerFile === undefined ? undefined : await suppliedBy(transformerFile);
  return async (question) => {
    await loadEnginesOf(question.model);
    return answerQuestion(question, undefined, supplied);
  };
});

async function suppliedBy(file: string): Promise<SlowForecaster> {
  const { suppliedNetwork } = await import('./supplied-network.ts');
  const { suppliedTransformer } = await import('../../forecasting/neural/supplied-forecaster.ts');
  return suppliedTransformer(() => suppliedNetwork(file));
}
