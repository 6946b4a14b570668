// What a component wants to know of the player, and is drawn anew for nothing else.
import { useSyncExternalStore } from 'react'
import type { Player, PlayerState } from '../stage/player.ts'

/** The selected value must be the same object while it means the same. */
export const usePlayer = <T>(player: Player, select: (state: PlayerState) => T): T =>
  useSyncExternalStore(player.subscribe, () => select(player.state))
