// The player of a public link, and beside it what the link also shows.
import type { SharedReplay } from '../../../core/shares/share.ts'
import { PlayerBox } from '../replay/player-box.tsx'
import room from '../replay/replay-room.module.css'
import type { Player } from '../replay/stage/player.ts'
import { RecordedStage } from '../replay/still/recorded-stage.tsx'
import { SharedInspector } from './shared-inspector.tsx'
import classes from './shared-page.module.css'

type Props = { token: string; shared: SharedReplay; player: Player }

export const SharedRoom = ({ token, shared: { replay, share }, player }: Props) => (
  <div className={share.withInspector ? room.room : `${room.room} ${classes.alone}`}>
    <PlayerBox replay={replay} player={player}>
      <RecordedStage player={player} />
    </PlayerBox>
    {share.withInspector && (
      <div className={room.inspector}>
        <SharedInspector token={token} replay={replay} player={player} />
      </div>
    )}
  </div>
)
