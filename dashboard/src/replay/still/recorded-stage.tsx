// The recording in its frame, and over it what a person must know of it: that it waits, what was skipped, what failed.
import { Loader, Text } from '@mantine/core'
import { formatDuration } from '../../format/duration.ts'
import { usePlayer } from '../controls/use-player.ts'
import type { Player } from '../stage/player.ts'
import { ReplayStage } from '../stage/replay-stage.tsx'
import classes from './session-stage.module.css'

export const RecordedStage = ({ player }: { player: Player }) => {
  const problem = usePlayer(player, (state) => state.problem?.message)
  const buffering = usePlayer(player, (state) => state.buffering)
  const picture = usePlayer(player, (state) => state.picture)
  const skipped = usePlayer(player, (state) => skippedNow(state.skipped, state.at))
  return (
    <div
      className={classes.stage}
      data-stage="recording"
      data-picture={picture}
      data-buffering={buffering || undefined}
    >
      <ReplayStage player={player} />
      {problem && (
        <Text className={classes.over} role="alert" size="sm">
          {problem}
        </Text>
      )}
      {!problem && buffering && (
        <div className={classes.over} role="status">
          <Loader size="xs" aria-hidden="true" /> <Text size="sm">Loading the recording…</Text>
        </div>
      )}
      {!problem && !buffering && picture === 'none' && (
        <Text className={classes.over} role="status" size="sm">
          Nothing of the page was recorded at this moment.
        </Text>
      )}
      {!problem && !buffering && skipped && (
        <Text className={classes.over} role="status" size="sm">
          {skipped}
        </Text>
      )}
    </div>
  )
}

/** Milliseconds of the session after a skip in which it is told. */
const TOLD_FOR_MS = 2_000

const skippedNow = (skipped: { from: number; to: number } | undefined, at: number): string | undefined =>
  skipped && at >= skipped.to && at - skipped.to < TOLD_FOR_MS
    ? `Skipped ${formatDuration(skipped.to - skipped.from)} without activity`
    : undefined
