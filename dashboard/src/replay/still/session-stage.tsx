// The picture: the recording, or in its place the nearest screenshot and why there is no recording to play.
import { Text } from '@mantine/core'
import { IconVideoOff } from '@tabler/icons-react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import type { Session } from '../../../../core/sessions/session.ts'
import { formatClock } from '../../format/clock.ts'
import { pagePath } from '../../format/page-path.ts'
import { usePlayer } from '../controls/use-player.ts'
import { pictureAt } from '../pictures/nearest-picture.ts'
import { Picture } from '../pictures/picture.tsx'
import type { PictureStore } from '../pictures/picture-store.ts'
import type { Player } from '../stage/player.ts'
import { whyNoRecording } from '../why-no-recording.ts'
import { RecordedStage } from './recorded-stage.tsx'
import classes from './session-stage.module.css'

type Props = {
  project: MemberProject
  session: Session
  replay: Replay
  player: Player
  pictures: TakenScreenshot[]
  store: PictureStore | null
}

export const SessionStage = (props: Props) =>
  props.replay.segments.length > 0 ? <RecordedStage player={props.player} /> : <StillStage {...props} />

const StillStage = ({ project, session, replay, player, pictures, store }: Props) => {
  const shownId = usePlayer(player, ({ at }) => pictureAt(pictures, at)?.screenshotId)
  const picture = pictures.find(({ screenshotId }) => screenshotId === shownId)
  const why = whyNoRecording({ session, project, replay, now: Date.now() })
  return (
    <div className={classes.stage} data-stage={picture ? 'picture' : 'none'}>
      {picture ? (
        <>
          <Picture
            store={store}
            picture={picture}
            size="full"
            alt={`Screenshot of ${pagePath(picture.url)} at ${formatClock(picture.ts - replay.from)}`}
          />
          <Text className={classes.caption} size="xs">
            Screenshot taken at {formatClock(picture.ts - replay.from)}. {why?.text}
          </Text>
        </>
      ) : (
        <div className={classes.sentence}>
          <IconVideoOff size={28} stroke={1.5} aria-hidden="true" />
          <Text>{why?.text}</Text>
        </div>
      )}
    </div>
  )
}
