// The player of a public link, and beside it what the link also shows.
import { useFullscreenElement } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import type { SharedReplay } from '../../../core/shares/share.ts'
import { Controls } from '../replay/controls/controls.tsx'
import { KeysDialog } from '../replay/controls/keys-dialog.tsx'
import { Legend } from '../replay/controls/legend.tsx'
import type { PlayerDeed } from '../replay/controls/player-keys.ts'
import { usePlayerKeys } from '../replay/controls/use-player-keys.ts'
import { isOwn } from '../replay/inspector/event-kinds.ts'
import { momentUrl } from '../replay/moment.ts'
import room from '../replay/replay-room.module.css'
import type { Player } from '../replay/stage/player.ts'
import { RecordedStage } from '../replay/still/recorded-stage.tsx'
import { type Marker, nextMarker, previousMarker } from '../replay/time-line/cluster-markers.ts'
import { TimeLine } from '../replay/time-line/time-line.tsx'
import { useCopied } from '../replay/use-copied.ts'
import { SharedInspector } from './shared-inspector.tsx'
import classes from './shared-page.module.css'

type Props = { token: string; shared: SharedReplay; player: Player }

export const SharedRoom = ({ token, shared: { replay, share }, player }: Props) => {
  const [helps, setHelps] = useState(false)
  const { ref: whole, toggle, fullscreen } = useFullscreenElement<HTMLDivElement>()
  const { copied, copy } = useCopied()
  const markers = useMemo(
    () => replay.markers.filter(({ kind, name }) => kind !== 'custom' || isOwn(name)),
    [replay.markers],
  )
  const goTo = (marker: Marker | undefined) => marker && player.seek(marker.ts)
  const skip = (ms: number) => player.seek(Math.min(replay.to, Math.max(replay.from, player.state.at + ms)))
  const copyMoment = () => copy(momentUrl(location.href, player.state.at - replay.from))
  const act = (deed: PlayerDeed) => {
    const { state } = player
    if (deed.kind === 'toggle') state.playing ? player.pause() : player.play()
    if (deed.kind === 'skip') skip(deed.ms)
    if (deed.kind === 'speed') player.setSpeed(deed.factor)
    if (deed.kind === 'full-screen') void toggle()
    if (deed.kind === 'marker')
      goTo(deed.step > 0 ? nextMarker(markers, state.at) : previousMarker(markers, state.at, state.playing))
    if (deed.kind === 'inactivity') player.setSkipInactivity(!state.skipInactivity)
    if (deed.kind === 'copy') copyMoment()
    if (deed.kind === 'help') setHelps(true)
  }
  usePlayerKeys(act)
  return (
    <div className={share.withInspector ? room.room : `${room.room} ${classes.alone}`}>
      <div ref={whole} className={room.player} data-full={fullscreen || undefined}>
        <RecordedStage player={player} />
        <div className={room.controls}>
          <Controls
            replay={replay}
            player={player}
            full={fullscreen}
            copied={copied}
            pictured
            onFull={() => void toggle()}
            onCopy={copyMoment}
            onHelp={() => setHelps(true)}
            onSkip={skip}
          />
        </div>
        <div className={room.time}>
          <TimeLine
            replay={replay}
            markers={markers}
            player={player}
            pictures={[]}
            store={null}
            onMarker={goTo}
          />
          <Legend markers={markers} player={player} onMarker={goTo} />
        </div>
      </div>
      {share.withInspector && (
        <div className={room.inspector}>
          <SharedInspector token={token} replay={replay} player={player} />
        </div>
      )}
      {helps && <KeysDialog onClose={() => setHelps(false)} />}
    </div>
  )
}
