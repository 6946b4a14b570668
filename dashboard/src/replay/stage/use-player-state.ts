// What a player says now, for components.
import { useSyncExternalStore } from 'react'
import type { Player, PlayerState } from './player.ts'

export const usePlayerState = (player: Player): PlayerState =>
  useSyncExternalStore(player.subscribe, () => player.state)
