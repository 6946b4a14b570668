// The arithmetic of the cost model: sizes and units as DynamoDB counts them, cutting into invocations, and prices.
import { describe, expect, it } from 'vitest'
import { billOf, byDriver, DRIVERS, totalOf } from '../../../bench/cost/bill.ts'
import {
  type IndexShape,
  indexWriteUnits,
  itemBytes,
  readUnits,
  writeUnits,
} from '../../../bench/cost/capacity.ts'
import { fitPayloads, gather, PAYLOAD_MAX_BYTES } from '../../../bench/cost/mappings.ts'
import { prices } from '../../../bench/cost/prices.ts'
import { add, type Tally } from '../../../bench/cost/tally.ts'

const text = (bytes: number) => ({ S: 'x'.repeat(bytes) })
const index: IndexShape = { name: 'by-user', keys: ['user', 'start'], projected: ['device'] }
const row = (more: object = {}) => ({
  id: { S: 'a' },
  user: { S: 'u' },
  start: { N: '1' },
  device: { S: 'tablet' },
  counts: { N: '7' },
  ...more,
})

describe('sizes of items', () => {
  it('count names and values, nested ones too', () => {
    expect(itemBytes({ id: { S: 'äb' } })).toBe(2 + 3)
    expect(itemBytes({ n: { N: '123' }, b: { BOOL: true }, z: { NULL: true } })).toBe(1 + 3 + 1 + 1 + 1 + 1)
    expect(itemBytes({ l: { L: [{ S: 'a' }, { S: 'bc' }] } })).toBe(1 + 3 + (1 + 1) + (1 + 2))
    expect(itemBytes({ m: { M: { key: { S: 'v' } } } })).toBe(1 + 3 + (1 + 3 + 1))
  })
})

describe('units of a table', () => {
  it('are whole kilobytes of the larger of before and after', () => {
    expect(writeUnits(undefined, { id: text(1_000) })).toBe(1)
    expect(writeUnits(undefined, { id: text(1_023) })).toBe(2)
    expect(writeUnits({ id: text(3_000) }, { id: text(10) })).toBe(3)
    expect(writeUnits({ id: text(3_000) }, undefined)).toBe(3)
  })
  it('cost one when nothing was there', () => {
    expect(writeUnits(undefined, undefined)).toBe(1)
    expect(readUnits(0, true)).toBe(1)
  })
  it('are four kilobytes of a read, and half if it may be late', () => {
    expect(readUnits(4_097, true)).toBe(2)
    expect(readUnits(4_097, false)).toBe(1)
  })
})

describe('units of an index', () => {
  it('are none where nothing that it holds changed', () => {
    expect(indexWriteUnits(row(), row({ counts: { N: '8' } }), index, ['id'])).toBe(0)
    expect(indexWriteUnits(row({ user: undefined }), row({ user: undefined }), index, ['id'])).toBe(0)
  })
  it('are one write for what is new, changed or gone', () => {
    expect(indexWriteUnits(undefined, row(), index, ['id'])).toBe(1)
    expect(indexWriteUnits(row(), row({ device: { S: 'mobile' } }), index, ['id'])).toBe(1)
    expect(indexWriteUnits(row(), undefined, index, ['id'])).toBe(1)
  })
  it('are two where a key changed', () => {
    expect(indexWriteUnits(row(), row({ start: { N: '2' } }), index, ['id'])).toBe(2)
  })
  it('are of the whole item where all is projected', () => {
    const all = { ...index, projected: undefined }
    expect(indexWriteUnits(row(), row({ more: text(2_000) }), all, ['id'])).toBe(2)
  })
})

describe('a bill', () => {
  const tally: Tally = new Map()
  add(tally, 'objectWrite', 'parts', 10)
  add(tally, 'objectWrite', 'parts', 10)
  add(tally, 'tableReadUnit', 'sessions', 100)

  it('scales what was counted to what is asked for', () => {
    const [parts, reads] = billOf(tally, 1_000_000, 1_000)
    expect(parts).toMatchObject({ cause: 'parts', quantity: 20_000 })
    expect(parts?.usd).toBeCloseTo(0.1, 10)
    expect(reads?.usd).toBeCloseTo(0.0125, 10)
  })
  it('loses nothing when it is added up by driver', () => {
    const lines = billOf(tally, 1, 1)
    expect(byDriver(lines).reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo(totalOf(lines), 12)
  })
  it('has a driver for whatever has a price, and one only', () => {
    expect(DRIVERS.flatMap(({ of }) => of).sort()).toEqual(Object.keys(prices).sort())
  })
})

describe('invocations', () => {
  const filled = (windowSeconds: number, times: number[]) => {
    const lane = gather({ batchSize: 3, windowSeconds })
    for (const [index, at] of times.entries()) lane.push({ index, at })
    return lane
  }
  it('are due when the window of their first record ends', () => {
    const lane = filled(60, [1_000, 30_000])
    expect(lane.dueAt()).toBe(61_000)
    expect(lane.take(61_000).map(({ index }) => index)).toEqual([0, 1])
    expect(lane.dueAt()).toBeUndefined()
  })
  it('are due at once when they are full, and leave the rest to the next', () => {
    const lane = filled(60, [1_000, 2_000, 3_000, 4_000])
    expect(lane.dueAt()).toBe(3_000)
    expect(lane.take(3_000)).toHaveLength(3)
    expect(lane.dueAt()).toBe(64_000)
  })
  it('gather for a second where there is no window, for a shard is read once a second', () => {
    expect(filled(0, [1_000, 1_500]).dueAt()).toBe(2_000)
  })
  it('never hold more than a payload, and every record once and in order', () => {
    const third = Math.floor(PAYLOAD_MAX_BYTES / 4)
    const payloads = fitPayloads([third, third, third, 10 * third, 1], (bytes) => bytes)
    expect(payloads.map((some) => some.length)).toEqual([2, 1, 1, 1])
    expect(payloads.flat()).toEqual([third, third, third, 10 * third, 1])
  })
})
