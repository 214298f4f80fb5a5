import { serveQuestions } from './serve-questions.ts';

// A process of its own, forked by clients/calculator/process-calculator.ts.

const [transformerFile] = process.argv.slice(2);

serveQuestions(async () => {
  const { answerQuestion } = await import('../../forecasting/answer.ts');
  if (transformerFile === undefined) return (question) => answerQuestion(question);
  const { suppliedNetwork } = await import('./supplied-network.ts');
  const { suppliedTransformer } = await import('../../forecasting/neural/supplied-forecaster.ts');
  const transformer = suppliedTransformer(() => suppliedNetwork(transformerFile));
  return (question) => answerQuestion(question, undefined, transformer);
});
