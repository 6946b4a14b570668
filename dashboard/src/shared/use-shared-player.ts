// One player for as long as a public link is looked at.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Replay } from '../../../core/replay/replay.ts'
import { configQuery } from '../api/queries.ts'
import { createPlayer } from '../replay/stage/create-player.ts'
import type { Player } from '../replay/stage/player.ts'
import { playerOriginOf } from '../replay/stage/player-origin.ts'
import { fetchSharedSegment } from './shared-requests.ts'

export const useSharedPlayer = (token: string, replay: Replay | undefined, t: number | undefined) => {
  const [player, setPlayer] = useState<Player | null>(null)
  const { data: config } = useQuery(configQuery)
  const isReady = replay !== undefined && config !== undefined
  const open = useEffectEvent((): Player | null =>
    replay && config
      ? createPlayer({
          replay,
          playerOrigin: playerOriginOf(config),
          fetchSegment: (name, signal) => fetchSharedSegment(token, name, signal),
          start: { at: replay.from + (t ?? 0), skipInactivity: true },
        })
      : null,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: another link is another player.
  useEffect(() => {
    const opened = isReady ? open() : null
    if (!opened) return
    setPlayer(opened)
    return () => opened.close()
  }, [isReady, token])
  useEffect(() => {
    if (player && replay) player.setReplay(replay)
  }, [player, replay])
  return player
}
