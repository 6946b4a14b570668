// One player for as long as a session is looked at.
import { useEffect, useEffectEvent, useState } from 'react'
import type { Replay } from '../../../core/replay/replay.ts'
import { readPreferences, writePreferences } from './player-preferences.ts'
import type { Player } from './stage/player.ts'
import { createStillPlayer } from './still/still-player.ts'

type Options = {
  sessionId: string
  replay: Replay | null
  start: { t: number | undefined; tab: string | undefined }
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

export const useSessionPlayer = ({ sessionId, replay, start }: Options): Player | null => {
  const [player, setPlayer] = useState<Player | null>(null)
  const isReady = replay !== null
  const open = useEffectEvent((): Player | null => {
    if (!replay) return null
    const at = replay.from + (start.t ?? 0)
    const begin = { ...readPreferences(localStorage), at, tabId: start.tab }
    return createStillPlayer({ replay, start: begin, now: Date.now, every })
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
  }, [isReady, sessionId])

  useEffect(() => {
    if (player && replay) player.setReplay(replay)
  }, [player, replay])
  return player
}
