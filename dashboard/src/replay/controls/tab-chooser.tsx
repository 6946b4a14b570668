// Which of the visitor's browser tabs is shown: the one that was in use at each moment, or always the same.
import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Replay } from '../../../../core/replay/replay.ts'
import { formatClock } from '../../format/clock.ts'
import { pagePath } from '../../format/page-path.ts'
import type { Player } from '../stage/player.ts'
import classes from './controls.module.css'
import { usePlayer } from './use-player.ts'

type Props = { replay: Replay; player: Player; icon: ReactNode }

export const TabChooser = ({ replay, player, icon }: Props) => {
  const shown = usePlayer(player, (state) => state.tabId)
  const follows = usePlayer(player, (state) => state.following)
  const recorded = replay.tabs.filter(({ tabId }) => replay.segments.some((one) => one.tabId === tabId))
  const number = recorded.findIndex(({ tabId }) => tabId === shown) + 1
  const chosen = <IconCheck size={14} aria-label="chosen" />
  if (recorded.length < 2) return null
  return (
    <Menu position="top" width={260}>
      <Menu.Target>
        <Tooltip label="Browser tabs of this session">
          <ActionIcon
            variant="subtle"
            color="gray"
            className={classes.tabs}
            aria-label={`Browser tab ${number} of ${recorded.length}`}
          >
            {icon}
            {number || '–'}/{recorded.length}
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => player.setTab('follow')} rightSection={follows && chosen}>
          The one in use
        </Menu.Item>
        <Menu.Divider />
        {recorded.map(({ tabId, from }, index) => (
          <Menu.Item
            key={tabId}
            onClick={() => player.setTab(tabId)}
            rightSection={!follows && tabId === shown && chosen}
          >
            {index + 1} · {pagePath(replay.pages.find((page) => page.tabId === tabId)?.url)}, from{' '}
            {formatClock(from - replay.from)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
