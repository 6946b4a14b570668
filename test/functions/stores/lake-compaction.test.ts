import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { LAKE_GRACE_MS } from '../../../core/limits.ts'
import { NOON, uuid } from '../../unit/core/make-batch.ts'
import { deliveryOf, idsIn, isWrite, rowsIn, startLake, type TestLake } from '../lake.ts'

const DAY = '2026-11-20'
const HOUR_MS = 60 * 60_000

let lake: TestLake
let count = 0
let projectId = ''
let day = { projectId, day: DAY }

beforeAll(async () => {
  lake = await startLake(NOON + 24 * HOUR_MS)
})
beforeEach(() => {
  projectId = `prj_lake${String(++count).padStart(10, '0')}`
  day = { projectId, day: DAY }
})
afterAll(() => lake.stop())

const event = (number: number, parts: object = {}) => ({ eventId: uuid(number), ...parts })
const write = (numbers: number[], first: number, parts: object = {}) =>
  lake.events.write(
    ...deliveryOf(
      projectId,
      numbers.map((number) => event(number, parts)),
      { first, last: first + 1 },
    ),
  )
const ids = (...numbers: number[]) => numbers.map(uuid).toSorted()
const rawKeys = () => lake.keys(`events/project=${projectId}/`)
const parquetKeys = () => lake.keys(`events-parquet/project=${projectId}/`)

test('a day becomes one Parquet object, each event once, by name and time', async () => {
  await lake.events.write(
    ...deliveryOf(
      projectId,
      [event(1, { name: 'zoom', ts: NOON }), event(2, { name: 'click', ts: NOON + 2 })],
      { first: 1, last: 5 },
    ),
  )
  await lake.events.write(
    ...deliveryOf(
      projectId,
      [event(2, { name: 'click', ts: NOON + 2 }), event(3, { name: 'click', ts: NOON + 1 })],
      { first: 4, last: 9 },
    ),
  )
  const compacted = await lake.compaction().compactDay('events', day)
  expect(compacted).toEqual({ outcome: 'switched', rows: 3, dropped: 0, unreadable: 0, more: false })
  const [key = '', ...others] = await parquetKeys()
  expect(others).toEqual([])
  expect(key).toMatch(/date=2026-11-20\/00000001-\d{6}\.parquet$/)
  expect(await rowsIn(lake, projectId, DAY, 'SELECT name, event_id FROM events')).toEqual([
    { name: 'click', event_id: uuid(3) },
    { name: 'click', event_id: uuid(2) },
    { name: 'zoom', event_id: uuid(1) },
  ])
  expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2, 3))
})

test('what an event was is the same in NDJSON and in Parquet, down to odd text', async () => {
  const odd = {
    quote: `it's "so"`,
    nul: 'a\u0000b',
    half: 'x\ud800y',
    path: '\\ud800',
    emoji: '🌿',
    nested: [1, { a: null }],
  }
  const whole = event(1, {
    name: 'click',
    rawName: 'Click',
    url: "https://shop.example/?q='1'",
    userId: 'ada',
    props: odd,
    target: { type: 'product', id: 'sku-1', selector: 'a > b', text: 'Buy', x: 1.5, y: -2 },
  })
  await lake.events.write(...deliveryOf(projectId, [whole, event(2)], { first: 1 }))
  const all = 'SELECT * FROM events ORDER BY event_id'
  const before = await rowsIn(lake, projectId, DAY, all)
  await lake.compaction().compactDay('events', day)
  expect(await rowsIn(lake, projectId, DAY, all)).toEqual(before)
  expect(before[0]).toMatchObject({
    v: '1',
    name: 'click',
    raw_name: 'Click',
    ts: String(NOON),
    user_id: 'ada',
    target_type: 'product',
    target_text: 'Buy',
    target_x: 1.5,
    target_y: -2,
    country: 'NO',
    bot: false,
  })
  expect(JSON.parse(String(before[0]?.['props']))).toEqual({ ...odd, half: 'x\ufffdy' })
  expect(before[1]).toMatchObject({ user_id: null, target_id: null, region: null, props: '{}' })
})

test('rows that come late are seen at once, and their day is written anew', async () => {
  await write([1, 2], 1)
  await lake.compaction().compactDay('events', day)
  await write([2, 3], 4)
  expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2, 3))
  expect(await lake.compaction().compactDay('events', day)).toMatchObject({ outcome: 'switched', rows: 3 })
  expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2, 3))
  expect(await lake.compaction().compactDay('events', day)).toMatchObject({ outcome: 'unchanged', rows: 3 })
  expect(await parquetKeys()).toHaveLength(2)
})

test('an object that is overwritten with other rows is read again', async () => {
  await write([1], 1)
  await lake.compaction().compactDay('events', day)
  await write([1, 2], 1)
  expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2))
  await lake.compaction().compactDay('events', day)
  lake.pass(LAKE_GRACE_MS)
  expect(await lake.compaction().clearDay('events', day)).toBe(0)
  expect(await rawKeys()).toEqual([])
  expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2))
})

test('an event whose time was corrected across midnight is in two days, and once in a question to both', async () => {
  const midnight = Date.UTC(2026, 10, 21)
  await lake.events.write(...deliveryOf(projectId, [event(1, { ts: midnight - 5 })], { first: 1 }))
  await lake.events.write(...deliveryOf(projectId, [event(1, { ts: midnight + 5 })], { first: 2 }))
  expect(await idsIn(lake, projectId, DAY, '2026-11-21')).toEqual(ids(1))
  for (const date of [DAY, '2026-11-21'])
    await lake.compaction().compactDay('events', { projectId, day: date })
  expect(await idsIn(lake, projectId, DAY, '2026-11-21')).toEqual(ids(1))
})

test('a question about some days reads no other day and no other project', async () => {
  const at = (offset: number) => NOON + offset * 24 * HOUR_MS
  for (const offset of [-1, 0, 1]) {
    await lake.events.write(...deliveryOf(projectId, [event(10 + offset, { ts: at(offset) })], { first: 1 }))
  }
  await lake.events.write(...deliveryOf(`${projectId}0`, [event(20)], { first: 1 }))
  await lake.compaction().compactDay('events', { projectId, day: '2026-11-19' })
  const { days } = await lake.reader.objectsOf(projectId, DAY, '2026-11-21')
  expect(days.map(({ day, generation, rows }) => [day, generation, rows.length])).toEqual([
    [DAY, 0, 1],
    ['2026-11-21', 0, 1],
  ])
  expect(await idsIn(lake, projectId, '2026-11-19', DAY)).toEqual(ids(9, 10))
})

test('the stamp changes with what is read, and only then', async () => {
  const stamp = async () => (await lake.reader.objectsOf(projectId, DAY, DAY)).stamp
  await write([1], 1)
  const first = await stamp()
  expect(await stamp()).toBe(first)
  await write([2], 5)
  const second = await stamp()
  expect(second).not.toBe(first)
  await lake.compaction().compactDay('events', day)
  const third = await stamp()
  expect(third).not.toBe(second)
  lake.pass(LAKE_GRACE_MS)
  await lake.compaction().clearDay('events', day)
  expect(await stamp()).toBe(third)
})

describe('old objects', () => {
  test('stay for the grace, and then go', async () => {
    await write([1], 1)
    await lake.compaction().compactDay('events', day)
    await write([2], 5)
    await lake.compaction().compactDay('events', day)
    lake.pass(LAKE_GRACE_MS - 1)
    expect(await lake.compaction().clearDay('events', day)).toBe(7)
    expect(await rawKeys()).toHaveLength(2)
    lake.pass(1_000)
    expect(await lake.compaction().clearDay('events', day)).toBe(0)
    expect(await rawKeys()).toEqual([])
    expect(await parquetKeys()).toHaveLength(1)
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2))
  })

  test('that a crash left without a name go after the grace, too', async () => {
    await write([1], 1)
    const dying = lake.container((command, send) =>
      JSON.stringify(command).includes('"manifests/') && isWrite(command)
        ? Promise.reject(new Error('died'))
        : send(),
    )
    await expect(dying.compaction().compactDay('events', day)).rejects.toThrow('died')
    expect(await parquetKeys()).toHaveLength(1)
    expect(await lake.compaction().clearDay('events', day)).toBe(5)
    await lake.compaction().compactDay('events', day)
    lake.pass(LAKE_GRACE_MS + 1_000)
    expect(await lake.compaction().clearDay('events', day)).toBe(0)
    expect(await parquetKeys()).toEqual([expect.stringContaining('/00000001-')])
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1))
  })

  test('are told from those of a run that is about to switch', async () => {
    await write([1], 1)
    const robbed = lake.container(async (command, send) => {
      if (isWrite(command) && JSON.stringify(command).includes('"manifests/')) {
        await lake.compaction().clearDay('events', day)
      }
      return send()
    })
    expect(await robbed.compaction().compactDay('events', day)).toMatchObject({ outcome: 'switched' })
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1))
  })

  test('are not removed when they were written again with other rows since they were listed', async () => {
    await write([1], 1)
    await lake.compaction().compactDay('events', day)
    lake.pass(LAKE_GRACE_MS)
    const racing = lake.container(async (command, send) => {
      if (command.constructor.name === 'DeleteObjectCommand') await write([1, 2], 1)
      return send()
    })
    await racing.compaction().clearDay('events', day)
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2))
  })

  test('that vanish under a slow reader make it look again', async () => {
    await write([1, 2], 1)
    let slept = false
    const slow = lake.container(async (command, send) => {
      const key = (command as { input?: { Key?: string } }).input?.Key ?? ''
      if (!slept && key.startsWith('events/')) {
        slept = true
        await lake.compaction().compactDay('events', day)
        lake.pass(LAKE_GRACE_MS)
        await lake.compaction().clearDay('events', day)
      }
      return send()
    })
    expect(await idsIn(slow, projectId, DAY)).toEqual(ids(1, 2))
    expect(slept).toBe(true)
  })
})

describe('a crash', () => {
  const died = new Error('died')

  test.each(['before', 'after'])(
    '%s any one write leaves a lake that reads right, and a retry ends the same',
    async (when) => {
      // Two generations with a removal between them: every kind of write there is.
      const history = async (parts: Pick<TestLake, 'compaction'>) => {
        await parts.compaction().compactDay('events', day)
        lake.pass(LAKE_GRACE_MS + 1_000)
        await parts.compaction().clearDay('events', day)
        await parts.compaction().compactDay('events', day)
      }
      let crashes = 0
      for (let at = 1; ; at++) {
        projectId = `prj_crash${when}${at}`
        day = { projectId, day: DAY }
        await write([1, 2], 1)
        await write([2, 3], 4)
        let writes = 0
        const dying = lake.container(async (command, send) => {
          if (!isWrite(command) || ++writes !== at) return send()
          if (when === 'after') await send()
          throw died
        })
        const outcome = await history(dying).catch((error: unknown) => error)
        expect(await idsIn(lake, projectId, DAY), `write ${at}`).toEqual(ids(1, 2, 3))
        await history(lake)
        expect(await idsIn(lake, projectId, DAY), `write ${at}, again`).toEqual(ids(1, 2, 3))
        lake.pass(LAKE_GRACE_MS + 1_000)
        expect(await lake.compaction().clearDay('events', day)).toBe(0)
        expect([await rawKeys(), (await parquetKeys()).length]).toEqual([[], 1])
        if (outcome !== died) break
        crashes++
      }
      expect(crashes).toBe(8)
    },
  )
})

test('two runs at once switch once, and neither harms the other', async () => {
  for (let round = 0; round < 5; round++) {
    await write([round * 2 + 1, round * 2 + 2], round * 10)
    const outcomes = await Promise.all(
      [0, 1, 2].map(() => lake.container().compaction().compactDay('events', day)),
    )
    expect(outcomes.filter(({ outcome }) => outcome === 'switched')).toHaveLength(1)
    expect(await idsIn(lake, projectId, DAY)).toHaveLength((round + 1) * 2)
  }
  lake.pass(LAKE_GRACE_MS + 1_000)
  await Promise.all([0, 1].map(() => lake.container().compaction().clearDay('events', day)))
  expect(await parquetKeys()).toHaveLength(1)
  expect(await idsIn(lake, projectId, DAY)).toHaveLength(10)
})

test('a run that is overtaken between its Parquet and its switch changes nothing', async () => {
  await write([1], 1)
  const overtaken = lake.container(async (command, send) => {
    if (isWrite(command) && JSON.stringify(command).includes('"manifests/')) {
      await write([2], 5)
      await lake.compaction().compactDay('events', day)
    }
    return send()
  })
  expect(await overtaken.compaction().compactDay('events', day)).toMatchObject({
    outcome: 'overtaken',
    more: true,
  })
  expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2))
})

test('a large day is taken in steps, each of them whole for its readers', async () => {
  for (let at = 0; at < 4; at++) await write([at * 2, at * 2 + 1], at * 10)
  const stepwise = lake.compaction(1)
  const more: boolean[] = []
  for (let step = 0; step < 4; step++) {
    more.push((await stepwise.compactDay('events', day)).more)
    expect(await idsIn(lake, projectId, DAY)).toHaveLength(8)
  }
  expect(more).toEqual([true, true, true, false])
  expect((await lake.reader.objectsOf(projectId, DAY, DAY)).days[0]).toMatchObject({
    generation: 4,
    rows: [],
  })
})

describe('without some people', () => {
  const ada = { visitorId: uuid(71) }
  const people = { visitorIds: [uuid(71)], userIds: ["o'brien"] }
  beforeEach(async () => {
    await lake.events.write(...deliveryOf(projectId, [event(1), event(2)], { first: 1 }, ada))
    await lake.events.write(
      ...deliveryOf(projectId, [event(3, { userId: "o'brien" }), event(4)], { first: 3 }),
    )
  })

  test('a day is written anew with the rows of everybody else', async () => {
    const outcome = await lake.compaction().compactDay('events', day, people)
    expect(outcome).toMatchObject({ outcome: 'switched', rows: 1, dropped: 3 })
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(4))
    lake.pass(LAKE_GRACE_MS + 1_000)
    expect(await lake.compaction().clearDay('events', day)).toBe(0)
    expect(await rawKeys()).toEqual([])
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(4))
  })

  test('a compacted day loses them too, and is left alone when they are gone', async () => {
    await lake.compaction().compactDay('events', day)
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2, 3, 4))
    expect(await lake.compaction().compactDay('events', day, people)).toMatchObject({
      outcome: 'switched',
      dropped: 3,
    })
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(4))
    expect(await lake.compaction().compactDay('events', day, people)).toMatchObject({
      outcome: 'unchanged',
      dropped: 0,
    })
  })

  test('a day of nobody else is empty, and takes rows again', async () => {
    const everybody = { ...people, visitorIds: [uuid(71), uuid(901)] }
    expect(await lake.compaction().compactDay('events', day, everybody)).toMatchObject({
      rows: 0,
      dropped: 4,
    })
    expect(await parquetKeys()).toEqual([])
    expect(await idsIn(lake, projectId, DAY)).toEqual([])
    await write([5], 50)
    await lake.compaction().compactDay('events', day)
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(5))
  })
})

describe('an object that cannot be read whole', () => {
  beforeEach(async () => {
    await write([1], 1)
    const row = deliveryOf(projectId, [event(2)], { first: 1 })[1][0]
    await lake.put(
      `events/project=${projectId}/date=${DAY}/hour=12/broken.ndjson.gz`,
      gzipSync(`{"v":1,"eventId":}\n${JSON.stringify(row)}\n`),
    )
  })

  test('stays, keeps no other from its place, and is not tried again each hour', async () => {
    expect(await lake.compaction().compactDay('events', day)).toMatchObject({
      outcome: 'switched',
      unreadable: 1,
    })
    expect(await lake.compaction().compactDay('events', day)).toMatchObject({
      outcome: 'unchanged',
      unreadable: 1,
    })
    await write([3], 7)
    expect(await lake.compaction().compactDay('events', day)).toMatchObject({
      outcome: 'switched',
      unreadable: 1,
    })
    lake.pass(LAKE_GRACE_MS + 1_000)
    expect(await lake.compaction().clearDay('events', day)).toBe(0)
    expect(await rawKeys()).toEqual([expect.stringContaining('broken')])
  })

  test('gives readers the lines that are whole', async () => {
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2))
    await lake.compaction().compactDay('events', day)
    expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1, 2))
  })
})

test('rows of a newer version are not rewritten by an older one, and stay where they are', async () => {
  const [partition, [row], range] = deliveryOf(projectId, [event(1)], { first: 1 })
  await lake.events.write(partition, [{ ...row, v: 2 } as never], range)
  await expect(lake.compaction().compactDay('events', day)).rejects.toThrow('version 2')
  expect(await parquetKeys()).toEqual([])
  expect(await idsIn(lake, projectId, DAY)).toEqual(ids(1))
})
