import { serveQuestions } from './serve-questions.ts';

// A process of its own, forked by clients/calculator/process-calculator.ts.

serveQuestions(async () => {
  const { answerQuestion } = await import('../../forecasting/answer.ts');
  return answerQuestion;
});
