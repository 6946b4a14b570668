import { expect, test } from 'vitest'
import { createWatermark } from '../../../local/events/watermark.ts'

test('a checkpoint moves only over records that are all done', () => {
  const watermark = createWatermark()
  watermark.began(['1', '2', '3', '4'])
  expect(watermark.finished(['2', '3'])).toBeUndefined()
  expect(watermark.outstanding).toBe(4)
  expect(watermark.finished(['1'])).toBe('3')
  expect(watermark.outstanding).toBe(1)
  expect(watermark.finished(['4'])).toBe('4')
})

test('a record that is finished twice moves nothing', () => {
  const watermark = createWatermark()
  watermark.began(['1', '2'])
  expect(watermark.finished(['1'])).toBe('1')
  expect(watermark.finished(['1'])).toBeUndefined()
})
