import { expect, test } from 'vitest'
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import { element, type Json, mutation, page, START, snapshot, step, text } from './hostile/recording.ts'
import { type MadeReplay, makeReplay } from './make-segments.ts'
import { type OpenPlayer, openPlayerStage } from './player-stage.ts'

const stage = openPlayerStage()

const SECOND = 1_000
const [first, second] = [uuid(1), uuid(2)]

/** A page that says, every 100 ms, how long it has been there; and a pointer that moves to tell the same. */
const ticking = (seconds: number, label: string, from = 0): ReplayEvent[] => {
  const says = text('')
  const start = page([], [element('p', { id: 'at' }, says)])
  const events: Json[] = snapshot(start, START + from * SECOND)
  for (let at = 100; at <= seconds * SECOND; at += 100) {
    const time = START + from * SECOND + at
    events.push(mutation({ texts: [{ id: says['id'], value: `${label}${at}` }] }, time))
    events.push(
      step({ source: 1, positions: [{ x: at / 100, y: 50, id: start.body['id'], timeOffset: 0 }] }, time),
    )
  }
  return events as ReplayEvent[]
}

const says = (player: OpenPlayer) => player.inPage<string>(`document.getElementById('at').textContent`)

const opened = async (made: MadeReplay, start: object = {}) => {
  const page = await stage.browser.newPage({ viewport: { width: 900, height: 500 } })
  await page.clock.install({ time: START })
  await page.clock.pauseAt(START + 1_000)
  const player = await stage.open(made, { skipInactivity: false, ...start }, page)
  for (let turn = 0; turn < 200; turn++) {
    const { picture, buffering } = await player.state()
    if (picture !== undefined && !buffering) break
    await page.clock.runFor(20)
  }
  return player
}

/** The time that the player's own page believes in is ours. */
const pass = async (player: OpenPlayer, ms: number) => {
  for (let passed = 0; passed < ms; passed += 20) await player.page.clock.runFor(20)
}

const DRIFT_MS = 100

test.each([0.5, 1, 2, 4, 8])('at speed %d the page shows what the clock says', async (speed) => {
  const player = await opened(makeReplay([{ tabId: first, events: ticking(150, '') }]), { at: START })
  await player.call('setSpeed', speed)
  for (const part of [1, 2, 3]) {
    await player.call('play')
    await pass(player, 1_000)
    await player.call('pause')
    await pass(player, 40)
    const { at } = await player.state()
    // The page changes every 100 ms of the session: what it shows is the last change, never one before.
    const behind = at - START - Number(await says(player))
    expect(behind).toBeGreaterThanOrEqual(0)
    expect(behind).toBeLessThan(DRIFT_MS)
    expect(Math.abs(at - START - part * 1_000 * speed)).toBeLessThanOrEqual(DRIFT_MS * speed * part)
  }
  await player.page.close()
})

test('it stands still while paused, and goes on from there', async () => {
  const player = await opened(makeReplay([{ tabId: first, events: ticking(30, '') }]), { playing: true })
  await pass(player, 1_500)
  await player.call('pause')
  await pass(player, 100)
  const { at } = await player.state()
  const shown = await says(player)
  await pass(player, 3_000)
  expect((await player.state()).at).toBe(at)
  expect(await says(player)).toBe(shown)
  await player.call('play')
  await pass(player, 1_000)
  expect((await player.state()).at - at).toBeGreaterThan(700)
  expect((await player.state()).at - at).toBeLessThan(1_300)
  await player.page.close()
})

test('a jump to an event shows the page right after it, and not one step more', async () => {
  const player = await stage.open(makeReplay([{ tabId: first, events: ticking(200, '') }]))
  await player.shown()
  for (const at of [1_200, 65_300, 65_200, 65_299, 199_900, 100]) {
    await player.seek(START + at)
    expect(await says(player)).toBe(String(Math.floor(at / 100) * 100))
  }
  await player.page.close()
})

test('it plays from one segment into the next in the same document, and asks ahead', async () => {
  const made = makeReplay([{ tabId: first, events: ticking(190, '') }])
  expect(made.replay.segments.length).toBeGreaterThan(2)
  const player = await opened(made, { at: START + 58_000 })
  await player.inPage(`document.documentElement.toggleAttribute('data-same')`)
  await player.call('play')
  await pass(player, 4_000)
  expect((await player.state()).at).toBeGreaterThan(START + 61_000)
  expect(await player.inPage(`document.documentElement.hasAttribute('data-same')`)).toBe(true)
  expect(Number(await says(player))).toBeGreaterThan(61_000)
  expect(await player.fetched()).toContain(made.replay.segments[2]?.name)
  await player.page.close()
})

test('only the segment that holds the moment is waited for', async () => {
  const made = makeReplay([{ tabId: first, events: ticking(600, '') }])
  const player = await stage.open(made, { at: START + 500_000 })
  await player.shown()
  const at = made.replay.segments.findLast(({ from }) => from <= START + 500_000)
  expect((await player.fetched())[0]).toBe(at?.name)
  expect((await player.fetched()).length).toBeLessThanOrEqual(3)
  expect(await says(player)).toBe('500000')
  await player.page.close()
})

test('where nobody did anything it goes on behind it, and says so', async () => {
  const quiet = ticking(5, '')
  const later = ticking(5, 'later', 45).slice(2)
  const made = makeReplay([{ tabId: first, events: [...quiet, ...later] }])
  const player = await opened(made, { at: START + 4_000, skipInactivity: true, playing: true })
  await pass(player, 5_000)
  const { at, skipped } = await player.state()
  expect(skipped).toBeDefined()
  expect(at).toBeGreaterThan(START + 44_000)
  await player.page.close()
})

test('at the end it stops, and plays from the beginning when it is asked again', async () => {
  const player = await opened(makeReplay([{ tabId: first, events: ticking(4, '') }]), {
    at: START + 3_000,
    playing: true,
  })
  await pass(player, 2_000)
  expect(await player.state()).toMatchObject({ ended: true, playing: false, at: START + 4_000 })
  await player.call('play')
  await pass(player, 500)
  expect((await player.state()).at).toBeLessThan(START + 1_500)
  await player.page.close()
})

test('it follows the tab that was active, and shows another at the same moment when it is asked to', async () => {
  const tabs = [
    { tabId: first, events: ticking(40, 'one:') },
    { tabId: second, events: ticking(10, 'two:', 10) },
  ]
  const marks = {
    markers: [
      { ts: START + 12_000, kind: 'click' as const, name: 'click', tabId: second, eventId: null },
      { ts: START + 18_000, kind: 'click' as const, name: 'click', tabId: first, eventId: null },
    ],
  }
  const player = await stage.open(makeReplay(tabs, marks as never))
  await player.shown()
  await player.seek(START + 5_000)
  expect(await says(player)).toBe('one:5000')
  await player.seek(START + 13_000)
  expect(await says(player)).toBe('two:3000')
  await player.seek(START + 30_000)
  expect(await says(player)).toBe('one:30000')
  await player.seek(START + 15_000)
  await player.call('setTab', first)
  await expect.poll(() => says(player)).toBe('one:15000')
  expect((await player.state()).tabId).toBe(first)
  await player.call('setTab', 'follow')
  await expect.poll(() => says(player)).toBe('two:5000')
  await player.page.close()
})

/** Merged anew: the same moments in segments of other names. */
const mergedAnew = (made: MadeReplay): MadeReplay => {
  const nameOf = (name: string) => name.replace(/^0+/, '1'.repeat(24))
  return {
    replay: {
      ...made.replay,
      segments: made.replay.segments.map((one) => ({ ...one, name: nameOf(one.name) })),
    },
    segments: new Map([...made.segments].map(([name, bytes]) => [nameOf(name), bytes])),
  }
}

const runningTwice = () => {
  const events = ticking(30, '')
  const until = (seconds: number) => events.filter(({ timestamp }) => timestamp <= START + seconds * SECOND)
  const before = makeReplay([{ tabId: first, events: until(20) }], { live: true })
  const after = mergedAnew(makeReplay([{ tabId: first, events: until(22) }], { live: true }))
  const between = (from: number, to: number) =>
    until(to).filter(({ timestamp }) => timestamp > START + from * SECOND)
  return {
    made: { ...before, segments: new Map([...before.segments, ...after.segments]) },
    after: after.replay,
    between,
  }
}

test('at the live edge a replay that was merged anew interrupts nothing, and is there when one goes back', async () => {
  const { made, after, between } = runningTwice()
  const player = await opened(made)
  await player.call('goLive')
  await pass(player, 1_500)
  await player.call('pushLive', { tabId: first, events: between(20, 22) })
  await pass(player, 2_500)
  const told = (await player.states()).length
  await player.call('setReplay', after)
  await player.call('pushLive', { tabId: first, events: between(22, 25) })
  await pass(player, 3_500)
  expect(await says(player)).toBe('25000')
  expect((await player.states()).slice(told).filter(({ buffering }) => buffering)).toEqual([])
  await player.call('pause')
  await player.seek(START + 21_050)
  expect(await says(player)).toBe('21000')
  expect((await player.fetched()).at(-1)).toMatch(/^1+/)
  await player.page.close()
})

test('a moment whose segment was merged anew is read again and shown', async () => {
  const { made, after } = runningTwice()
  const player = await opened(made, { at: START + 10_050 })
  await player.call('setReplay', after)
  await pass(player, 400)
  await player.shown()
  expect(await says(player)).toBe('10000')
  expect((await player.fetched()).at(-1)).toMatch(/^1+/)
  await player.page.close()
})

test('a running session goes on with what comes, can be left, and joined again', async () => {
  const events = ticking(40, '')
  const stored = events.filter(({ timestamp }) => timestamp <= START + 20_000)
  const since = events.filter(({ timestamp }) => timestamp > START + 20_000)
  const player = await opened(makeReplay([{ tabId: first, events: stored }], { live: true }))
  await player.call('goLive')
  await pass(player, 1_500)
  expect(await says(player)).toBe('20000')
  await player.call('pushLive', { tabId: first, events: since.slice(0, 40) })
  await pass(player, 2_500)
  expect(await says(player)).toBe('22000')
  await player.call('seek', START + 3_000)
  await pass(player, 200)
  expect(Number(await says(player))).toBeLessThan(4_000)
  await player.call('pushLive', { tabId: first, events: since.slice(40) })
  await player.call('goLive')
  await pass(player, 1_500)
  expect(await says(player)).toBe('40000')
  await player.page.close()
})

test('a segment that cannot be fetched is told in a sentence, and the rest still plays', async () => {
  const made = makeReplay([{ tabId: first, events: ticking(190, '') }])
  made.segments.delete(made.replay.segments[1]?.name ?? '')
  const player = await stage.open(made)
  await player.shown()
  await player.call('seek', START + 70_000)
  await expect.poll(async () => (await player.state()).problem?.message).toContain('could not be fetched')
  await player.seek(START + 150_000)
  expect(await says(player)).toBe('150000')
  expect((await player.state()).problem).toBeUndefined()
  await player.page.close()
})

test('the tree of the page is told, and a node of it is marked', async () => {
  const player = await stage.open(makeReplay([{ tabId: first, events: ticking(4, '') }]), {
    at: START + 2_000,
  })
  await player.shown()
  const { nodes } = (await player.call('readTree')) as { nodes: { id: number; name: string; text: string }[] }
  expect(nodes.map(({ name }) => name)).toEqual(['#document', 'html', 'html', 'head', 'body', 'p', '#text'])
  expect(nodes.at(-1)?.text).toBe('2000')
  await player.call('highlight', { nodeId: nodes.at(-2)?.id })
  await expect
    .poll(() =>
      player.frame().evaluate(`document.querySelector('.marked').getBoundingClientRect().height > 0`),
    )
    .toBe(true)
  await player.page.close()
})

test('a frame that answers no more is thrown away, begun anew once, and then told of', async () => {
  const player = await stage.open(makeReplay([{ tabId: first, events: ticking(4, '') }]))
  await player.shown()
  for (const life of [1, 2]) {
    await player.shown()
    // As a recording would that a browser takes minutes to lay out.
    player
      .frame()
      .evaluate('(() => { for (;;); })()')
      .catch(() => undefined)
    await expect.poll(() => player.page.evaluate('host.player().life'), { timeout: 30_000 }).toBe(life)
  }
  expect((await player.state()).problem?.code).toBe('frame-stuck')
  expect(await player.page.evaluate('1 + 1')).toBe(2)
  await player.page.close()
})
