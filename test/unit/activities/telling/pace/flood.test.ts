import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFloodWatch } from '../../../../../activities/telling/pace/flood.ts';

const plain = (id: number) => ({ id: `${id}`, mustStandAlone: false });
const alone = (id: number) => ({ id: `${id}`, mustStandAlone: true });

describe('the watch over a flood', () => {
  it('goes back to single messages once there are few again', () => {
    let now = 0;
    const flood = createFloodWatch({ after: 2, withinMs: 1_000 }, () => now);

    const answers = [0, 100, 200, 300, 1_250, 1_260, 3_000].map((at, id) => {
      now = at;
      return flood.isTooMany('', plain(id));
    });

    expect(answers).toEqual([false, false, true, true, false, true, false]);
  });

  it('counts what must stand alone among the others', () => {
    const flood = createFloodWatch({ after: 1, withinMs: 1_000 }, () => 0);

    const answers = [alone(1), plain(2), alone(3), alone(4), alone(5), alone(6)].map((message) =>
      flood.isTooMany('', message),
    );

    expect(answers).toEqual([false, true, false, false, false, true]);
  });

  it('answers as before when it is asked again, although others have come meanwhile', () => {
    const flood = createFloodWatch({ after: 1, withinMs: 1_000 }, () => 0);
    const ask = (id: number) => flood.isTooMany('', plain(id));

    const answers = [3, 12, 2, 1, 0, 4, 5, 12].map(ask);

    expect(answers).toEqual([false, true, true, true, true, true, true, true]);
  });

  it('lets no more than the limit through, whatever comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(50), { maxLength: 200 }), (after, ids) => {
        const flood = createFloodWatch({ after, withinMs: 1_000 }, () => 0);

        const through = new Set(ids.filter((id) => !flood.isTooMany('', plain(id))));

        expect(through.size).toBe(Math.min(after, new Set(ids).size));
      }),
    );
  });
});
