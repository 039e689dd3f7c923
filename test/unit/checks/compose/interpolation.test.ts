import { describe, expect, test } from '@jest/globals';
import { interpolated } from '../../../../src/checks/compose/interpolation.ts';

const variables = new Map([
  ['NAME', 'obcms'],
  ['EMPTY', ''],
]);
const text = (written: string) => interpolated(written, variables).text;

describe('interpolation', () => {
  test.each([
    ['$NAME', 'obcms'],
    ['${NAME}', 'obcms'],
    ['a-$NAME-b', 'a-obcms-b'],
    ['$$NAME', '$NAME'],
    ['$${NAME}', '${NAME}'],
    ['$(date)', '$(date)'],
    ['price: 5$', 'price: 5$'],
    ['${NAME:-x}', 'obcms'],
    ['${EMPTY:-x}', 'x'],
    ['${EMPTY-x}', ''],
    ['${MISSING:-x}', 'x'],
    ['${MISSING-x}', 'x'],
    ['${NAME:+set}', 'set'],
    ['${EMPTY:+set}', ''],
    ['${EMPTY+set}', 'set'],
    ['${MISSING:+set}', ''],
    ['${MISSING:-${NAME}}', 'obcms'],
    ['${MISSING:-${OTHER:-deep}}/x', 'deep/x'],
    ['${MISSING:-redis://${NAME}:6379/0}', 'redis://obcms:6379/0'],
    ['${NAME:?say it}', 'obcms'],
  ])('%s becomes %s', (written, value) => {
    expect(text(written)).toBe(value);
    expect(interpolated(written, variables).unset).toEqual([]);
  });

  test('what is unset becomes nothing, and is told', () => {
    expect(interpolated('a${MISSING}b', variables)).toMatchObject({
      text: 'ab',
      unset: [{ name: 'MISSING', required: false }],
    });
  });

  test.each(['${MISSING:?why}', '${MISSING?why}', '${EMPTY:?why}'])('%s is demanded', written => {
    expect(interpolated(written, variables).unset).toEqual([expect.objectContaining({ required: true })]);
  });

  test.each(['${1}', '${', '${}', '${NAME', '${NAME!x}', '${ NAME }'])('%s is no variable', written => {
    expect(interpolated(written, variables)).toMatchObject({ text: written, broken: true });
  });
});
