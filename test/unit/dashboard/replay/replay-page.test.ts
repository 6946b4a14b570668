import { describe, expect, test, vi } from 'vitest'
import { PROJECT_DEFAULTS } from '../../../../core/projects/project.ts'
import { formatBytes, formatMs } from '../../../../dashboard/src/format/bytes.ts'
import { formatClock, spokenClock } from '../../../../dashboard/src/format/clock.ts'
import { deedOf, KEY_HELP } from '../../../../dashboard/src/replay/controls/player-keys.ts'
import { readInParts } from '../../../../dashboard/src/replay/fetch/in-parts.ts'
import { momentUrl, parseMomentSearch } from '../../../../dashboard/src/replay/moment.ts'
import { createPictureStore } from '../../../../dashboard/src/replay/pictures/picture-store.ts'
import { readPreferences, writePreferences } from '../../../../dashboard/src/replay/player-preferences.ts'
import { replayOfEvents } from '../../../../dashboard/src/replay/still/replay-of-events.ts'
import { createStillPlayer } from '../../../../dashboard/src/replay/still/still-player.ts'
import { whyNoRecording } from '../../../../dashboard/src/replay/why-no-recording.ts'
import { aSession } from '../a-session.ts'
import { anEvent } from './an-event.ts'

describe('times of a player', () => {
  test('are shown as a clock does', () => {
    expect([0, 7_900, 760_000, 3_729_000].map(formatClock)).toEqual(['0:00', '0:07', '12:40', '1:02:09'])
  })

  test('are read out in words', () => {
    expect([0, 61_000, 3_600_000].map(spokenClock)).toEqual(['0 seconds', '1 minute 1 second', '1 hour'])
  })

  test('and sizes are told as developers read them', () => {
    expect([88, 18_200, 310_000, 2_400_000].map(formatBytes)).toEqual(['88 B', '18.2 kB', '310 kB', '2.4 MB'])
    expect([34.4, 1_900].map(formatMs)).toEqual(['34 ms', '1.90 s'])
  })
})

describe('a moment in an address', () => {
  test('is read as far as it makes sense', () => {
    expect(parseMomentSearch({ t: '1200', tab: 'a', panel: 'network' })).toMatchObject({
      t: 1_200,
      tab: 'a',
      panel: 'network',
    })
    for (const t of ['soon', -4, '', null, Number.NaN])
      expect(parseMomentSearch({ t }).t, String(t)).toBeUndefined()
    expect(parseMomentSearch({ panel: 'nonsense', q: 404 })).toMatchObject({ panel: undefined, q: '404' })
  })

  test('is written over the one that was there', () => {
    const url = momentUrl('https://playhead.example/sessions/1?project=p&t=5&tab=a&panel=page', 90_400.6)
    expect(url).toBe('https://playhead.example/sessions/1?project=p&t=90401&panel=page')
  })
})

describe('the keys', () => {
  const press = (key: string, change = {}) =>
    deedOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...change })

  test('do what the help says', () => {
    expect(press(' ')).toEqual({ kind: 'toggle' })
    expect(press('ArrowLeft')).toEqual({ kind: 'skip', ms: -10_000 })
    expect(press('ArrowRight', { shiftKey: true })).toEqual({ kind: 'skip', ms: 1_000 })
    expect(press('5')).toEqual({ kind: 'speed', factor: 8 })
    expect(press('N', { shiftKey: true })).toEqual({ kind: 'marker', step: 1 })
    expect(KEY_HELP.flatMap(([keys]) => keys)).toEqual(expect.arrayContaining(['Space', 'N', 'P', '?']))
  })

  test('leave to the browser what is the browser’s', () => {
    expect(press('f', { ctrlKey: true })).toBeUndefined()
    expect(press('c', { metaKey: true })).toBeUndefined()
    expect(press('toString')).toBeUndefined()
  })
})

describe('a file in parts', () => {
  const whole = Uint8Array.from({ length: 10 }, (_, n) => n)
  test('is put together', async () => {
    const read = (from: number) => Promise.resolve(whole.slice(from, from + 4).buffer)
    expect(new Uint8Array(await readInParts(10, read))).toEqual(whole)
  })

  test('that ends early is not asked for for ever', async () => {
    const read = vi.fn((from: number) => Promise.resolve(whole.slice(from, Math.min(from + 4, 6)).buffer))
    expect((await readInParts(10, read)).byteLength).toBe(6)
    expect(read).toHaveBeenCalledTimes(3)
  })
})

describe('why there is no recording', () => {
  const { recording, retention, access } = PROJECT_DEFAULTS
  const project = { recording, retention, access, role: 'viewer' as const }
  const now = 40 * 24 * 60 * 60_000
  const ended = { startedAt: now - 9_000, lastSeenAt: now - 5_000, endedAt: now, hasReplay: false }
  const why = (session = ended, recording = {}) =>
    whyNoRecording({
      session,
      project: { ...project, recording: { ...project.recording, ...recording } },
      replay: undefined,
      now,
    })?.reason

  test('is told by what project and session say', () => {
    expect(why()).toBe('none')
    expect(why(ended, { enabled: false })).toBe('off')
    expect(why(ended, { mode: 'on_error' })).toBe('on-error')
    expect(why(ended, { sampleRate: 0.2 })).toBe('sampled')
    expect(why({ ...ended, hasReplay: true, lastSeenAt: 0 })).toBe('expired')
    const hidden = { ...project, access: { ...access, viewerReplay: false } }
    const asked = { session: { ...ended, hasReplay: true }, replay: undefined, now }
    expect(whyNoRecording({ ...asked, project: hidden })?.reason).toBe('not-allowed')
    expect(whyNoRecording({ ...asked, project: { ...hidden, role: 'analyst' } })?.reason).not.toBe(
      'not-allowed',
    )
    expect(why({ ...ended, hasReplay: true, endedAt: null as unknown as number })).toBe('coming')
  })
})

describe('a session that nobody recorded', () => {
  const session = aSession({ startedAt: 1_000, lastSeenAt: 90_000, endedAt: 90_000 })
  const events = [
    anEvent('page_view', 1_000),
    anEvent('click', 2_000),
    anEvent('page_view', 80_000, { url: 'https://shop.example/cart' }),
    anEvent('order_paid', 90_000, { url: 'https://shop.example/cart' }),
  ]
  const replay = replayOfEvents(session, events)

  test('has a time line of its events', () => {
    expect(replay).toMatchObject({ from: 1_000, to: 90_000, segments: [], live: false })
    expect(replay.pages.map(({ url }) => new URL(url).pathname)).toEqual(['/', '/cart'])
    expect(replay.markers.map(({ kind }) => kind)).toEqual(['page_view', 'click', 'page_view', 'custom'])
    expect(replay.gaps).toHaveLength(1)
  })

  const stage = (start = {}) => {
    let time = 0
    let step: (() => void) | undefined
    const player = createStillPlayer({
      replay,
      start,
      now: () => time,
      every: (_ms, each) => {
        step = each
        return () => {
          step = undefined
        }
      },
    })
    const pass = (ms: number) => {
      time += ms
      step?.()
    }
    return { player, pass, runs: () => step !== undefined }
  }

  test('plays by the clock and at its speed, until the end', () => {
    const { player, pass, runs } = stage({ speed: 4, skipInactivity: false })
    player.play()
    pass(1_000)
    expect(player.state).toMatchObject({ at: 5_000, playing: true })
    pass(60_000)
    expect(player.state).toMatchObject({ at: 90_000, playing: false, ended: true })
    expect(runs()).toBe(false)
    player.play()
    expect(player.state).toMatchObject({ at: 1_000, playing: true, ended: false })
  })

  test('skips where nothing happened, if one wants', () => {
    const { player, pass } = stage({ skipInactivity: true })
    player.play()
    pass(3_000)
    expect(player.state).toMatchObject({ at: 80_000, skipped: { from: 3_000, to: 80_000 } })
  })

  test('seeks within its time, and tells whoever listens', () => {
    const { player } = stage()
    const told = vi.fn()
    const forget = player.subscribe(told)
    player.seek(-5)
    expect(player.state.at).toBe(1_000)
    player.seek(1e12)
    expect(player.state.at).toBe(90_000)
    forget()
    player.seek(2_000)
    expect(told).toHaveBeenCalledTimes(2)
  })
})

test('how one likes to watch is kept, and rubbish is not taken for it', () => {
  const kept = new Map<string, string>()
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  writePreferences(store, { speed: 4, skipInactivity: false, trail: true })
  expect(readPreferences(store)).toEqual({ speed: 4, skipInactivity: false, trail: true })
  for (const rubbish of ['{', 'null', '{"speed":3,"trail":"x"}']) {
    for (const key of kept.keys()) kept.set(key, rubbish)
    expect(readPreferences(store), rubbish).toEqual({ speed: 1, skipInactivity: true, trail: true })
  }
})

describe('the store of pictures', () => {
  const picture = {
    screenshotId: 'a',
    tabId: 'b',
    contentType: 'image/png' as const,
    bytes: 3,
    width: 1,
    height: 1,
    ts: 0,
  }
  const open = (fetchPicture = vi.fn(() => Promise.resolve(new ArrayBuffer(3)))) => {
    const forget = vi.fn()
    let made = 0
    const store = createPictureStore({
      fetchPicture,
      shrink: (image) => Promise.resolve(image),
      urlOf: () => `blob:${++made}`,
      forget,
    })
    return { store, fetchPicture, forget }
  }

  test('fetches an image once, and gives it back in the end', async () => {
    const { store, fetchPicture, forget } = open()
    const [one, two] = await Promise.all([store.url(picture, 'thumb'), store.url(picture, 'thumb')])
    expect(one).toBe(two)
    expect(fetchPicture).toHaveBeenCalledTimes(1)
    store.close()
    expect(forget).toHaveBeenCalledWith(one)
  })

  test('tries one again that failed', async () => {
    const failing = vi.fn(() => Promise.resolve(new ArrayBuffer(3)))
    failing.mockRejectedValueOnce(new Error('gone'))
    const { store } = open(failing)
    await expect(store.url(picture, 'full')).rejects.toThrow('gone')
    expect(await store.url(picture, 'full')).toBe('blob:1')
  })

  test('asks for a few at a time', async () => {
    let running = 0
    let most = 0
    const slow = vi.fn(async () => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
      return new ArrayBuffer(1)
    })
    const { store } = open(slow)
    await Promise.all(
      Array.from({ length: 9 }, (_, n) => store.url({ ...picture, screenshotId: String(n) }, 'thumb')),
    )
    expect(most).toBe(2)
    expect(slow).toHaveBeenCalledTimes(9)
  })
})
