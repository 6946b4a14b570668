// The buttons under the picture: play, skip, speed, and what is shown and how.
import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import {
  IconAntennaBars5,
  IconCheck,
  IconDeviceTv,
  IconKeyboard,
  IconLink,
  IconMaximize,
  IconMinimize,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerTrackNext,
  IconPointer,
  IconReload,
  IconRewindBackward10,
  IconRewindForward10,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Replay } from '../../../../core/replay/replay.ts'
import { SPEEDS } from '../../../player/protocol.ts'
import { formatClock } from '../../format/clock.ts'
import type { Player } from '../stage/player.ts'
import classes from './controls.module.css'
import { TabChooser } from './tab-chooser.tsx'
import { usePlayer } from './use-player.ts'

type Props = {
  replay: Replay
  player: Player
  full: boolean
  copied: boolean
  /** Whether there is a picture to draw a trail on. */
  pictured: boolean
  onFull: () => void
  onCopy: () => void
  onHelp: () => void
  onSkip: (ms: number) => void
}

type ToolProps = {
  label: string
  onClick: () => void
  children: ReactNode
  pressed?: boolean
  extra?: boolean
}

/** `extra`: has no room on a small screen, and is in the menu there. */
const Tool = ({ label, onClick, children, pressed, extra }: ToolProps) => (
  <Tooltip label={label}>
    <ActionIcon
      variant={pressed ? 'light' : 'subtle'}
      color={pressed ? 'iris' : 'gray'}
      className={classes.tool}
      data-extra={extra || undefined}
      aria-label={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  </Tooltip>
)

const PlayButton = ({ player }: { player: Player }) => {
  const playing = usePlayer(player, (state) => state.playing)
  const ended = usePlayer(player, (state) => state.ended)
  const label = playing ? 'Pause' : ended ? 'Play again' : 'Play'
  const Icon = playing ? IconPlayerPauseFilled : ended ? IconReload : IconPlayerPlayFilled
  return (
    <Tooltip label={`${label} (space)`}>
      <ActionIcon
        variant="filled"
        radius="xl"
        className={classes.play}
        aria-label={label}
        onClick={() => (playing ? player.pause() : player.play())}
      >
        <Icon size={20} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  )
}

const Clock = ({ player, replay }: { player: Player; replay: Replay }) => {
  const second = usePlayer(player, ({ at }) => Math.floor((at - replay.from) / 1_000))
  return (
    <span className={classes.clock} data-clock>
      <span>{formatClock(second * 1_000)}</span>
      <span className={classes.whole}> / {formatClock(replay.durationMs)}</span>
    </span>
  )
}

const SpeedMenu = ({ player }: { player: Player }) => {
  const speed = usePlayer(player, (state) => state.speed)
  return (
    <Menu position="top" width={120}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          className={classes.speed}
          aria-label={`Speed, now ${speed}×`}
        >
          {speed}×
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SPEEDS.map((factor) => (
          <Menu.Item
            key={factor}
            onClick={() => player.setSpeed(factor)}
            rightSection={factor === speed ? <IconCheck size={14} aria-label="chosen" /> : undefined}
          >
            {factor}×
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const LiveEdge = ({ player, replay }: { player: Player; replay: Replay }) => {
  const isAtEdge = usePlayer(player, (state) => state.atLiveEdge)
  if (!replay.live) return null
  return (
    <Tooltip label={isAtEdge ? 'This is happening now' : 'To what is recorded last'}>
      <ActionIcon
        variant={isAtEdge ? 'light' : 'subtle'}
        color={isAtEdge ? 'teal' : 'gray'}
        className={classes.tool}
        aria-label="To the end of the running session"
        onClick={() => player.goLive()}
      >
        <IconAntennaBars5 size={19} stroke={1.75} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  )
}

export const Controls = ({
  replay,
  player,
  full,
  copied,
  pictured,
  onFull,
  onCopy,
  onHelp,
  onSkip,
}: Props) => {
  const skips = usePlayer(player, (state) => state.skipInactivity)
  const trail = usePlayer(player, (state) => state.trail)
  return (
    <div className={classes.bar} role="toolbar" aria-label="Player">
      <div className={classes.group}>
        <Tool label="10 seconds back (←)" onClick={() => onSkip(-10_000)}>
          <IconRewindBackward10 size={20} stroke={1.75} aria-hidden="true" />
        </Tool>
        <PlayButton player={player} />
        <Tool label="10 seconds on (→)" onClick={() => onSkip(10_000)}>
          <IconRewindForward10 size={20} stroke={1.75} aria-hidden="true" />
        </Tool>
        <Clock player={player} replay={replay} />
      </div>
      <div className={classes.group}>
        <LiveEdge player={player} replay={replay} />
        {replay.tabs.length > 1 && pictured && (
          <TabChooser
            replay={replay}
            player={player}
            icon={<IconDeviceTv size={18} stroke={1.75} aria-hidden="true" />}
          />
        )}
        <SpeedMenu player={player} />
        <Tool
          label="Skip inactivity (S)"
          pressed={skips}
          onClick={() => player.setSkipInactivity(!player.state.skipInactivity)}
        >
          <IconPlayerTrackNext size={18} stroke={1.75} aria-hidden="true" />
        </Tool>
        {pictured && (
          <Tool
            label="Trail of the pointer"
            pressed={trail}
            onClick={() => player.setTrail(!player.state.trail)}
          >
            <IconPointer size={18} stroke={1.75} aria-hidden="true" />
          </Tool>
        )}
        <Tool label={copied ? 'Copied' : 'Copy a link to this moment (C)'} onClick={onCopy} extra>
          {copied ? (
            <IconCheck size={18} aria-hidden="true" />
          ) : (
            <IconLink size={18} stroke={1.75} aria-hidden="true" />
          )}
        </Tool>
        <Tool label="Keys (?)" onClick={onHelp} extra>
          <IconKeyboard size={19} stroke={1.75} aria-hidden="true" />
        </Tool>
        <Tool label={full ? 'Leave full screen (F)' : 'Full screen (F)'} onClick={onFull}>
          {full ? (
            <IconMinimize size={18} stroke={1.75} aria-hidden="true" />
          ) : (
            <IconMaximize size={18} stroke={1.75} aria-hidden="true" />
          )}
        </Tool>
      </div>
    </div>
  )
}
