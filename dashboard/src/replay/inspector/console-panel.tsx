// What the page wrote to its console.
import { SegmentedControl, Text } from '@mantine/core'
import { IconAlertCircle, IconAlertTriangle, IconInfoCircle, IconTerminal } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { countOf } from '../../format/count.ts'
import { formatOffset } from '../../format/duration.ts'
import type { Player } from '../stage/player.ts'
import { FollowList } from './follow-list.tsx'
import classes from './inspector.module.css'
import { PanelEmpty } from './panel-skeleton.tsx'
import { PanelTools } from './panel-tools.tsx'
import type { ConsoleLine } from './side-lists.ts'

const ICONS = {
  log: IconTerminal,
  debug: IconTerminal,
  info: IconInfoCircle,
  warn: IconAlertTriangle,
  error: IconAlertCircle,
}
const LEVELS = [
  { value: 'all', label: 'All' },
  { value: 'warn', label: 'Warnings' },
  { value: 'error', label: 'Errors' },
]
const ROW_PX = 36

type Props = { lines: ConsoleLine[]; from: number; player: Player; nothing: string }

export const ConsolePanel = ({ lines, from, player, nothing }: Props) => {
  const [level, setLevel] = useState('all')
  const [q, setQ] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const shown = useMemo(() => {
    const word = q.trim().toLowerCase()
    return lines.filter(
      (line) => (level === 'all' || line.level === level) && line.text.toLowerCase().includes(word),
    )
  }, [lines, level, q])
  if (lines.length === 0) return <PanelEmpty>{nothing}</PanelEmpty>
  return (
    <>
      <PanelTools
        label="Search the console"
        q={q}
        onSearch={setQ}
        count={countOf(shown.length, 'line')}
        narrow={
          <SegmentedControl size="xs" data={LEVELS} value={level} onChange={setLevel} aria-label="Level" />
        }
      />
      {shown.length === 0 && <PanelEmpty>No line fits.</PanelEmpty>}
      <FollowList
        items={shown}
        player={player}
        label="Console, oldest first"
        rowHeight={ROW_PX}
        row={(line) => {
          const Icon = ICONS[line.level]
          return (
            <div className={classes.row} data-level={line.level}>
              <button
                type="button"
                className={classes.rowLine}
                data-line={line.key}
                aria-expanded={open === line.key}
                onClick={() => {
                  setOpen((was) => (was === line.key ? null : line.key))
                  player.seek(line.at)
                }}
              >
                <span className={classes.offset}>{formatOffset(line.at - from)}</span>
                <Icon size={15} stroke={1.7} className={classes.icon} aria-label={line.level} />
                <span className={classes.code} data-open={open === line.key || undefined}>
                  {line.text || '(an empty line)'}
                </span>
              </button>
              {line.skipped !== undefined && (
                <Text size="xs" c="dimmed" className={classes.aside}>
                  {countOf(line.skipped, 'line')} before this came too fast and{' '}
                  {line.skipped === 1 ? 'was' : 'were'} left out.
                </Text>
              )}
            </div>
          )
        }}
      />
    </>
  )
}
