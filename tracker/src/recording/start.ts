// The recorder: what the page shows and what happens beside it, masked, cut to size, and handed to the queue.
import { IGNORE } from '../privacy/ignored.ts'
import type { Site } from '../site.ts'
import { type Undo, undoAll } from '../undo.ts'
import { createBreaker, type PauseReason } from './breaker.ts'
import { watchCanvases } from './canvas.ts'
import type { CreateEngine } from './engine.ts'
import { EVENT, type Recorded } from './format.ts'
import { heedAnswers } from './heed-answers.ts'
import { whenIdle } from './idle.ts'
import { BEFORE_ERROR_MS, FAULTS_MAX, PIECE_MAX_CHARS } from './limits.ts'
import { openDoor } from './mask-event.ts'
import { quickPrivacy } from './quick-privacy.ts'
import { watchConsole } from './side/console.ts'
import { watchErrors } from './side/errors.ts'
import { watchLongTasks } from './side/long-tasks.ts'
import { watchNetwork } from './side/network.ts'
import type { Tell } from './side/side.ts'
import { splitEvent } from './split-event.ts'

/** Milliseconds in which the page should find a quiet moment for a snapshot. */
const SNAPSHOT_LATEST_MS = 2_000

export const startRecording = (site: Site, createEngine: CreateEngine, breaker = createBreaker()): Undo => {
  const { recording } = site.settings
  const undos: Undo[] = []
  let faults = 0
  let lastAt = 0
  let isOver = false

  const send = (event: Recorded, fresh = false) => {
    // Readers take time that goes back for a clock that was set.
    event.timestamp = lastAt = Math.max(lastAt, event.timestamp)
    const text = JSON.stringify(event)
    const isLong = text.length > PIECE_MAX_CHARS
    site.record(
      isLong ? splitEvent(event, PIECE_MAX_CHARS).map((part) => JSON.stringify(part)) : [text],
      fresh,
    )
  }

  const tell: Tell = (tag, payload) =>
    send({ type: EVENT.custom, timestamp: site.now(), data: { tag, payload } })

  const drop = (reason: string) => {
    site.drop(reason)
    tell('playhead/dropped', { reason, count: 1 })
  }

  const stop = undoAll(undos)
  const end = () => {
    isOver = true
    stop()
  }

  const fault = (error: unknown) => {
    // What was lost with it is unknown.
    if (++faults < FAULTS_MAX) return snapshotSoon()
    // Rather none than one that is wrong, and a page that is undisturbed.
    drop('recorder_failed')
    end()
    site.guarded(() => {
      throw error
    })()
  }

  const emit = (event: Recorded) => {
    if (isOver) return
    const masked = door(event)
    if (!masked) return
    // Of the engine's own: a full snapshot follows.
    send(masked, masked.type === EVENT.meta)
  }

  const engine = createEngine({
    emit,
    ignoreSelector: [IGNORE, site.options.ignoreSelector].filter(Boolean).join(),
    mouseMoveMs: site.options.mouseMoveThrottle,
    spent: (ms) => pause(breaker.spent(ms, performance.now())),
    mutated: (count) => pause(breaker.mutated(count, performance.now())),
    fault,
  })
  const door = openDoor(quickPrivacy(site), engine, () => drop('value_too_large'))

  /** A snapshot shows again what a pause, a loss or another session has left out; the page says when it has time. */
  let cancelSnapshot: Undo | undefined
  const snapshotSoon = () => {
    cancelSnapshot ??= whenIdle(() => {
      cancelSnapshot = undefined
      if (!isOver && !pausedAt) engine.snapshot()
    }, SNAPSHOT_LATEST_MS)
  }

  let pausedAt = 0
  const pause = (reason: PauseReason | undefined) => {
    if (!reason || pausedAt || isOver) return
    pausedAt = performance.now()
    engine.pause()
    tell('playhead/paused', { reason })
    site.capture({ name: 'recording_paused', props: { reason } })
    const timer = setInterval(
      site.guarded(() => {
        if (!isOver && !breaker.isOver(performance.now())) return
        clearInterval(timer)
        if (isOver) return
        const pausedMs = Math.round(performance.now() - pausedAt)
        pausedAt = 0
        tell('playhead/resumed', { reason, pausedMs })
        site.capture({ name: 'recording_resumed', props: { reason, pausedMs } })
        snapshotSoon()
      }),
      1_000,
    )
    undos.push(() => clearInterval(timer))
  }

  /** Where only errors are recorded, the last minute waits in the page for one: two beginnings are held. */
  let isHeld = recording.mode === 'on_error'
  const release = () => {
    if (!isHeld) return
    isHeld = false
    site.hold(false)
  }
  if (isHeld) {
    site.hold(true)
    const timer = setInterval(() => isHeld && snapshotSoon(), BEFORE_ERROR_MS)
    undos.push(() => clearInterval(timer))
  }

  const { consoles, network, canvas } = recording
  undos.push(engine.stop, () => cancelSnapshot?.())
  engine.start()
  undos.push(watchErrors(release)(site, tell), watchLongTasks(site, tell))
  if (consoles) undos.push(watchConsole(site, tell))
  if (network) undos.push(watchNetwork(site, tell))
  if (canvas) undos.push(watchCanvases(site, engine, emit))
  undos.push(
    site.onSession(() => {
      if (!pausedAt) engine.snapshot()
    }),
    site.onDropped(snapshotSoon),
    heedAnswers(site, {
      beginAnew: snapshotSoon,
      giveUp: () => {
        site.drop('recording_refused')
        end()
      },
    }),
    site.onLeave(engine.flush),
    // A step of a single-page app: the document goes on under another address.
    site.onPage(({ url }) =>
      send({
        type: EVENT.meta,
        timestamp: site.now(),
        data: { href: url, width: innerWidth, height: innerHeight },
      }),
    ),
  )
  return end
}
