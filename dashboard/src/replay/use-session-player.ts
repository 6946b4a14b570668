// One player for as long as a session is looked at: of the recording, or, where there is none, of the screenshots.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Replay } from '../../../core/replay/replay.ts'
import { configQuery } from '../api/queries.ts'
import { fetchSegment, type Where } from './fetch/replay-queries.ts'
import { readPreferences, writePreferences } from './player-preferences.ts'
import { createPlayer } from './stage/create-player.ts'
import type { Player } from './stage/player.ts'
import { playerOriginOf } from './stage/player-origin.ts'
import { createStillPlayer } from './still/still-player.ts'

type Options = {
  where: Where
  replay: Replay | null
  /** A session that runs has gone on: its replay is to be read again. */
  onStale: () => void
  /** `t` counts from the start of the replay, `at` by our clock. */
  start: {
    t: number | undefined
    at: number | undefined
    tab: string | undefined
    /** Only a stretch is played, which begins there. */
    alone: boolean
  }
}

const every = (ms: number, step: () => void): (() => void) => {
  const timer = setInterval(step, ms)
  return () => clearInterval(timer)
}

/** Writes only what has changed: the player tells of each step. */
const keepPreferences = (player: Player): (() => void) => {
  let kept = ''
  return player.subscribe(() => {
    const { speed, skipInactivity, trail } = player.state
    const now = `${speed} ${skipInactivity} ${trail}`
    if (now === kept) return
    kept = now
    writePreferences(localStorage, { speed, skipInactivity, trail })
  })
}

/**
 * Somebody who comes by a link to a moment wants that moment, and by one to a stretch wants to see it; who wants little
 * motion begins by hand.
 */
const mayBegin = (t: number | undefined): boolean =>
  t === undefined && !window.matchMedia('(prefers-reduced-motion: reduce)').matches

export const useSessionPlayer = ({ where, replay, start, onStale }: Options): Player | null => {
  const [player, setPlayer] = useState<Player | null>(null)
  const { data: config } = useQuery(configQuery)
  const { projectId, sessionId } = where
  const isRecorded = (replay?.segments.length ?? 0) > 0
  const isReady = replay !== null && (!isRecorded || config !== undefined)
  const hearStale = useEffectEvent(onStale)
  const bytesOf = useEffectEvent(
    (name: string): number | undefined => replay?.segments.find((one) => one.name === name)?.bytes,
  )
  const open = useEffectEvent((): Player | null => {
    if (!replay) return null
    const at = start.at ?? replay.from + (start.t ?? 0)
    const begin = { ...readPreferences(localStorage), at, tabId: start.tab }
    if (!isRecorded || !config) return createStillPlayer({ replay, start: begin, now: Date.now, every })
    const opened = createPlayer({
      replay,
      playerOrigin: playerOriginOf(config),
      fetchSegment: async (name, signal) => {
        const bytes = bytesOf(name)
        if (bytes === undefined) throw new Error('The replay has no such segment any more.')
        return fetchSegment({ projectId, sessionId }, name, bytes, signal)
      },
      start: { ...begin, playing: mayBegin(start.alone ? undefined : (start.t ?? start.at)) },
      onStale: hearStale,
    })
    // Who opens a visit that goes on wants to see what is done now.
    if (replay.live && start.t === undefined && start.at === undefined && mayBegin(undefined)) opened.goLive()
    return opened
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: another session is another player.
  useEffect(() => {
    const opened = isReady ? open() : null
    if (!opened) return
    setPlayer(opened)
    const forget = keepPreferences(opened)
    return () => {
      forget()
      opened.close()
    }
  }, [isReady, isRecorded, projectId, sessionId])

  useEffect(() => {
    if (player && replay) player.setReplay(replay)
  }, [player, replay])
  return player
}
