import { expect, test } from 'vitest'
import { csvOf } from '../../../../dashboard/src/analytics/csv.ts'

test('a table becomes lines of values, with quotes where a value holds what separates them', () => {
  expect(
    csvOf(
      ['Page', 'Visitors'],
      [
        ['/a,b', 3],
        ['say "hi"\nthere', 0.25],
        [null, null],
      ],
    ),
  ).toBe('Page,Visitors\r\n"/a,b",3\r\n"say ""hi""\nthere",0.25\r\n,\r\n')
})

test('what a stranger wrote becomes no formula; a negative number stays one', () => {
  expect(csvOf(['Source'], [['=HYPERLINK("http://x")'], ['@sum'], ['+1'], [-4]])).toBe(
    'Source\r\n"\'=HYPERLINK(""http://x"")"\r\n\'@sum\r\n\'+1\r\n-4\r\n',
  )
})
