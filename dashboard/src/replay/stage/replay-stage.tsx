// The frame in which a session is played. It fills its box; the page inside scales itself into it.
import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Player } from './player.ts'
import classes from './replay-stage.module.css'

export const ReplayStage = ({ player, className }: { player: Player; className?: string }) => {
  // A frame that was stuck is thrown away, and another one begun.
  const life = useSyncExternalStore(player.subscribe, () => player.life)
  return (
    <div className={className ? `${classes.stage} ${className}` : classes.stage}>
      <Frame key={life} player={player} />
    </div>
  )
}

const Frame = ({ player }: { player: Player }) => {
  const ref = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    const frame = ref.current
    return frame ? player.attach(frame) : undefined
  }, [player])
  return (
    <iframe
      ref={ref}
      className={classes.frame}
      title="Recorded page"
      tabIndex={-1}
      referrerPolicy="no-referrer"
      allow="autoplay 'none'; fullscreen 'none'; clipboard-read 'none'; clipboard-write 'none'"
    />
  )
}
