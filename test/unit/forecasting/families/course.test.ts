import { expect, it } from 'vitest';
import { courseLength, courseOf, flatCourse, stepsOfCourse } from '../../../../forecasting/families/course.ts';

it.each([
  { what: 'a straight line', points: [1, 3, 5, 7], seasons: [], after: [9, 11, 13] },
  { what: 'a season', points: [1, 2, 9, 1, 2, 9], seasons: [3], after: [1, 2, 9, 1] },
  { what: 'a rising season', points: [1, 2, 9, 2, 3, 10], seasons: [3], after: [3, 4, 11, 4, 5, 12] },
])('goes on with $what after its end', ({ points, seasons, after }) => {
  const course = courseOf(points, seasons);

  expect([...stepsOfCourse(course, points.length + after.length)]).toEqual([...points, ...after]);
});

it('is one value where nothing changes', () => {
  expect([...stepsOfCourse(flatCourse(4), 3)]).toEqual([4, 4, 4]);
});

it.each([{ points: [] }, { points: [1, NaN] }, { points: [Infinity] }])('is never $points', ({ points }) => {
  expect(() => courseOf(points, [])).toThrow(expect.objectContaining({ reason: 'model-failed' }));
});

it.each([
  { seasons: [], steps: 200 },
  { seasons: [24, 168], steps: 336 },
])('holds $steps steps for the seasons $seasons', ({ seasons, steps }) => {
  expect(courseLength(seasons)).toBe(steps);
});
