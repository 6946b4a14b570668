// Keeps the address at the moment that is shown, whenever playing comes to rest: a reload shows it again. `held` is an
// address that names a stretch, as long as that is what is watched.
import { useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Replay } from '../../../core/replay/replay.ts'
import { usePlayer } from './controls/use-player.ts'
import type { Player } from './stage/player.ts'

/** Milliseconds of rest: a browser allows a page only so many changes of its address. */
const RESTS_MS = 500

export const useMomentInUrl = (player: Player, { from }: Pick<Replay, 'from'>, held: boolean): void => {
  const navigate = useNavigate({ from: '/sessions/$sessionId' })
  const { sessionId } = useParams({ from: '/member/project/sessions/$sessionId' })
  const router = useRouter()
  const rest = usePlayer(player, ({ playing, at }) => (playing ? -1 : Math.round(at - from)))
  useEffect(() => {
    if (rest < 0 || held) return
    const { pathname } = router.buildLocation({ to: '/sessions/$sessionId', params: { sessionId } })
    const timer = setTimeout(() => {
      // On the way to another page, whose code may still be coming: this one is shown meanwhile, and its address is gone.
      if (router.latestLocation.pathname !== pathname) return
      void navigate({
        search: (all) => ({
          ...all,
          at: undefined,
          t: rest > 0 ? rest : all.t === undefined ? undefined : 0,
        }),
        state: (kept) => kept,
        replace: true,
        resetScroll: false,
      })
    }, RESTS_MS)
    return () => clearTimeout(timer)
  }, [rest, held, navigate, router, sessionId])
}
