import type { Random } from './random.ts';

/** The numbers that a network has learned, by name. */
export type Weights = Readonly<Record<string, Float32Array>>;

/** The shape of each list of weights, by name; the first is the one that comes in. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** Weights to begin with: matrices by Glorot and Bengio, lists of biases as zeros. */
export function firstWeights(shapes: Shapes, random: Random): Weights {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const [rows = 1, columns] = shape;
      const reach = columns === undefined ? 0 : Math.sqrt(6 / (rows + columns));
      return [name, Float32Array.from({ length: sizeOf(shape) }, () => (2 * random() - 1) * reach)];
    }),
  );
}

/** As text for a state: base64 of the numbers as four bytes each, the lowest first. */
export function packed(weights: Weights): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, numbers]) => {
      const bytes = new DataView(new ArrayBuffer(numbers.length * 4));
      numbers.forEach((number, at) => bytes.setFloat32(at * 4, number, true));
      return [name, btoa(Array.from(new Uint8Array(bytes.buffer), (byte) => String.fromCharCode(byte)).join(''))];
    }),
  );
}

/** From a state; null where they are not finite numbers for these shapes. */
export function unpacked(texts: unknown, shapes: Shapes): Weights | null {
  const weights: Record<string, Float32Array> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    const text = (texts as Readonly<Record<string, unknown>> | null)?.[name];
    if (typeof text !== 'string') return null;
    const numbers = numbersIn(text);
    if (numbers?.length !== sizeOf(shape) || !numbers.every(Number.isFinite)) return null;
    weights[name] = numbers;
  }
  return weights;
}

function numbersIn(text: string): Float32Array | null {
  try {
    const bytes = new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
    return Float32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, at) => bytes.getFloat32(at * 4, true));
  } catch {
    return null;
  }
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
