// The picture with its controls, its time line and its keys: the same for members and for who comes by a public link.
import { useFullscreenElement } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import type { Replay } from '../../../core/replay/replay.ts'
import type { TakenScreenshot } from '../../../core/screenshots/screenshot.ts'
import { Controls } from './controls/controls.tsx'
import { KeysDialog } from './controls/keys-dialog.tsx'
import { Legend } from './controls/legend.tsx'
import { Missing } from './controls/missing.tsx'
import type { PlayerDeed } from './controls/player-keys.ts'
import { usePlayerKeys } from './controls/use-player-keys.ts'
import { momentUrl } from './moment.ts'
import type { PictureStore } from './pictures/picture-store.ts'
import classes from './replay-room.module.css'
import type { Player } from './stage/player.ts'
import { type Marker, nextMarker, previousMarker } from './time-line/cluster-markers.ts'
import { TimeLine } from './time-line/time-line.tsx'
import type { TimeScale } from './time-line/time-scale.ts'
import { useCopied } from './use-copied.ts'

type Props = {
  replay: Replay
  player: Player
  /** The picture. */
  children: ReactNode
  pictures?: TakenScreenshot[]
  store?: PictureStore | null
  onMarker?: (marker: Marker) => void
  onInspector?: () => void
  lane?: (scale: TimeScale) => ReactNode
  /** A highlight begins, or ends, at the moment that is shown. */
  onSpan?: (end: 'from' | 'to') => void
  /** Between the picture and its controls. */
  notice?: ReactNode
}

const NO_PICTURES: TakenScreenshot[] = []

export const PlayerBox = (props: Props) => {
  const {
    replay,
    player,
    children,
    pictures = NO_PICTURES,
    store = null,
    onMarker,
    onInspector,
    lane,
    onSpan,
    notice,
  } = props
  const { markers } = replay
  const [helps, setHelps] = useState(false)
  const { ref: whole, toggle, fullscreen } = useFullscreenElement<HTMLDivElement>()
  const { copied, copy } = useCopied()
  const goTo = (marker: Marker | undefined) => {
    if (!marker) return
    onMarker?.(marker)
    player.seek(marker.ts)
  }
  const skip = (ms: number) => player.seek(Math.min(replay.to, Math.max(replay.from, player.state.at + ms)))
  const copyMoment = () => {
    const { at, following, tabId } = player.state
    copy(momentUrl(location.href, at - replay.from, following ? undefined : (tabId ?? undefined)))
  }
  const act = (deed: PlayerDeed) => {
    const { state } = player
    if (deed.kind === 'toggle') state.playing ? player.pause() : player.play()
    if (deed.kind === 'skip') skip(deed.ms)
    if (deed.kind === 'speed') player.setSpeed(deed.factor)
    if (deed.kind === 'full-screen') void toggle()
    if (deed.kind === 'marker')
      goTo(deed.step > 0 ? nextMarker(markers, state.at) : previousMarker(markers, state.at, state.playing))
    if (deed.kind === 'inspector') onInspector?.()
    if (deed.kind === 'inactivity') player.setSkipInactivity(!state.skipInactivity)
    if (deed.kind === 'copy') copyMoment()
    if (deed.kind === 'span') onSpan?.(deed.end)
    if (deed.kind === 'help') setHelps(true)
  }
  usePlayerKeys(act)
  return (
    <div ref={whole} className={classes.player} data-full={fullscreen || undefined}>
      {children}
      {notice}
      <div className={classes.controls}>
        <Controls
          replay={replay}
          player={player}
          full={fullscreen}
          copied={copied}
          pictured={replay.segments.length > 0}
          onFull={() => void toggle()}
          onCopy={copyMoment}
          onHelp={() => setHelps(true)}
          onSkip={skip}
        />
      </div>
      <div className={classes.time}>
        <TimeLine
          replay={replay}
          markers={markers}
          player={player}
          pictures={pictures}
          store={store}
          onMarker={goTo}
          {...(lane && { lane })}
        />
        <Legend markers={markers} player={player} onMarker={goTo} />
        <Missing dropped={replay.dropped} />
      </div>
      {helps && <KeysDialog spans={onSpan !== undefined} onClose={() => setHelps(false)} />}
    </div>
  )
}
