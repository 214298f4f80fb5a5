import { Writer } from 'protobufjs';

/** A tensor that comes in or goes out: its dimensions, text where one may be anything. */
interface Port {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

const float = 1;

/** The file of a network that multiplies what comes in by a matrix, row by row. */
export function anOnnxFile(input: Port, output: Port, matrix: readonly (readonly number[])[]): Uint8Array {
  const [rows, columns] = [matrix.length, matrix[0]?.length ?? 0];
  const node = message((w) =>
    w
      .uint32(10)
      .string(input.name)
      .uint32(10)
      .string('matrix')
      .uint32(18)
      .string(output.name)
      .uint32(34)
      .string('MatMul'),
  );
  const weights = message((w) =>
    w
      .uint32(8)
      .int64(rows)
      .uint32(8)
      .int64(columns)
      .uint32(16)
      .int32(float)
      .uint32(66)
      .string('matrix')
      .uint32(74)
      .bytes(new Uint8Array(Float32Array.from(matrix.flat()).buffer)),
  );
  const graph = message((w) =>
    w
      .uint32(10)
      .bytes(node)
      .uint32(18)
      .string('graph')
      .uint32(42)
      .bytes(weights)
      .uint32(90)
      .bytes(described(input))
      .uint32(98)
      .bytes(described(output)),
  );
  const operators = message((w) => w.uint32(10).string('').uint32(16).int64(17));
  return message((w) => w.uint32(8).int64(8).uint32(58).bytes(graph).uint32(66).bytes(operators));
}

function described({ name, shape }: Port): Uint8Array {
  const dimensions = message((w) => {
    for (const length of shape) {
      const dimension = message((d) =>
        typeof length === 'number' ? d.uint32(8).int64(length) : d.uint32(18).string(length),
      );
      w.uint32(10).bytes(dimension);
    }
    return w;
  });
  const tensor = message((w) => w.uint32(8).int32(float).uint32(18).bytes(dimensions));
  const type = message((w) => w.uint32(10).bytes(tensor));
  return message((w) => w.uint32(10).string(name).uint32(18).bytes(type));
}

function message(write: (writer: Writer) => Writer): Uint8Array {
  return write(Writer.create()).finish();
}
