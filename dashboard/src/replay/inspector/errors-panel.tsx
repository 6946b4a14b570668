// The errors of a session, each with its stack.
import { Button, Code, CopyButton } from '@mantine/core'
import { IconBug, IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { formatOffset } from '../../format/duration.ts'
import { pagePath } from '../../format/page-path.ts'
import type { Player } from '../stage/player.ts'
import { Detail } from './event-words.tsx'
import { FollowList } from './follow-list.tsx'
import classes from './inspector.module.css'
import { PanelEmpty } from './panel-skeleton.tsx'
import type { ErrorLine } from './side-lists.ts'

const ROW_PX = 58

const asText = ({ type, message, stack, url }: ErrorLine): string =>
  [`${type}: ${message}`, stack, url && `on ${url}`].filter(Boolean).join('\n')

const ErrorDetails = ({ line }: { line: ErrorLine }) => (
  <div className={classes.details}>
    <dl>
      <Detail label="Page">{line.url}</Detail>
      <Detail label="Place">{line.place && <span className="mono">{line.place}</span>}</Detail>
    </dl>
    {line.stack && <Code block>{line.stack}</Code>}
    <CopyButton value={asText(line)} timeout={2_000}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          mt="xs"
          onClick={copy}
          leftSection={
            copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />
          }
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </CopyButton>
  </div>
)

type Props = { lines: ErrorLine[]; from: number; player: Player }

export const ErrorsPanel = ({ lines, from, player }: Props) => {
  const [open, setOpen] = useState<string | null>(lines.length === 1 ? (lines[0]?.key ?? null) : null)
  if (lines.length === 0) return <PanelEmpty>No error occurred that nobody caught.</PanelEmpty>
  return (
    <FollowList
      items={lines}
      player={player}
      label="Errors, oldest first"
      rowHeight={ROW_PX}
      row={(line) => (
        <div className={classes.row} data-kind="errors">
          <button
            type="button"
            className={classes.rowLine}
            data-error={line.key}
            aria-expanded={open === line.key}
            onClick={() => {
              setOpen((was) => (was === line.key ? null : line.key))
              player.seek(line.at)
            }}
          >
            <span className={classes.offset}>{formatOffset(line.at - from)}</span>
            <IconBug size={16} stroke={1.7} className={classes.icon} aria-hidden="true" />
            <span className={classes.two}>
              <span className={classes.message} data-open={open === line.key || undefined}>
                {line.message}
              </span>
              <span className={classes.where}>
                {line.type}
                {line.url && ` · ${pagePath(line.url)}`}
              </span>
            </span>
          </button>
          {open === line.key && <ErrorDetails line={line} />}
        </div>
      )}
    />
  )
}
