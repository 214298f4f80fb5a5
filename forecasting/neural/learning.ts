import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { History, TrainingRun } from '../forecaster.ts';
import { aheadOf, expecting, shapesFor, tensorsOf } from './expecting.ts';
import { firstMix } from './first-mix.ts';
import type { Layout } from './layout.ts';
import { firstMoment } from './layout.ts';
import type { Network } from './networks/network.ts';
import type { Normalisation } from './normalisation.ts';
import { drawn, randomOf } from './random.ts';
import type { TensorFlow } from './tensorflow.ts';
import type { Weights } from './weights.ts';
import { firstWeights } from './weights.ts';
import type { Windows } from './windows.ts';
import { windowsAt } from './windows.ts';

/** How a network is trained. */
export interface Schedule {
  /** By how much it changes at first; by less and less towards the last epoch. */
  readonly rate: number;
  /** How many moments it learns from at once. */
  readonly batch: number;
  readonly batchesPerEpoch: number;
  readonly epochs: number;
  /** It ends after so many epochs that made it no better. */
  readonly patience: number;
}

/** Of the newest so many moments it learns: what is older tells less, and the time stays within limits. */
const mostMoments = 2_048;
/** The newest share of them only says when it has learned enough. */
const checkedShare = 0.15;

/** Learns a history, by mean absolute errors. The weights are those that did best on what was not learned from. */
export async function learn(
  tf: TensorFlow,
  network: Network,
  history: History,
  layout: Layout,
  normalisation: Normalisation,
  schedule: Schedule,
  run: TrainingRun,
): Promise<Weights> {
  const random = randomOf(history.seed);
  const moments = momentsOf(history, layout);
  const lessons = windowsAt(history, moments.learned, layout, normalisation);
  const checks = windowsAt(history, moments.checked, layout, normalisation);
  const first = { ...firstWeights(shapesFor(network, layout), random), mix: firstMix(lessons, layout) };
  const variables = variablesOf(tf, first, network, layout);
  const error = (windows: Windows, rows: readonly number[]): Tensor => {
    const expected = expecting(tf, network, variables, tensorsOf(tf, windows, rows, layout), layout);
    return tf.mean(tf.abs(tf.sub(expected, aheadOf(tf, windows, rows, layout))));
  };
  const checkedError = (): number => tf.tidy(() => error(checks, rowsOf(checks)).dataSync()[0] ?? NaN);

  const optimizer = tf.train.adam(schedule.rate);
  try {
    let best = { weights: numbersOf(variables), error: checkedError() };
    for (let [epoch, inVain] = [0, 0]; epoch < schedule.epochs && inVain < schedule.patience; epoch++) {
      Object.assign(optimizer, { learningRate: schedule.rate * (1 - epoch / schedule.epochs) });
      for (let batch = 1; batch <= schedule.batchesPerEpoch; batch++) {
        const rows = drawn(rowsOf(lessons), schedule.batch, random);
        optimizer.minimize(() => error(lessons, rows) as Scalar, false, Object.values(variables));
        run.onProgress((epoch + batch / schedule.batchesPerEpoch) / schedule.epochs);
        await aTurn(run.signal);
      }
      const now = checkedError();
      inVain = now < best.error ? 0 : inVain + 1;
      if (now < best.error) best = { weights: numbersOf(variables), error: now };
    }
    return best.weights;
  } finally {
    tf.dispose(variables);
    optimizer.dispose();
  }
}

/** No value ahead that is learned is one that is checked. */
function momentsOf({ values }: History, layout: Layout): Readonly<Record<'learned' | 'checked', readonly number[]>> {
  const last = values.length - layout.block;
  const first = Math.max(firstMoment(layout), last - mostMoments);
  const firstChecked = last - Math.max(layout.block, Math.floor((last - first) * checkedShare));
  return { learned: range(first, firstChecked - layout.block), checked: range(firstChecked, last) };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function rowsOf({ count }: Windows): readonly number[] {
  return range(0, count - 1);
}

function variablesOf(tf: TensorFlow, weights: Weights, network: Network, layout: Layout): Record<string, Variable> {
  const shapes = Object.entries(shapesFor(network, layout));
  return tf.tidy(() =>
    Object.fromEntries(shapes.map(([name, shape]) => [name, tf.variable(tf.tensor(weights[name] ?? [], [...shape]))])),
  );
}

function numbersOf(variables: Readonly<Record<string, Variable>>): Weights {
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, Float32Array.from(variable.dataSync())]),
  );
}

/** Lets the rest of the process have its turn. */
async function aTurn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}
