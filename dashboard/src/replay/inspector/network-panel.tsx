// The requests of the page as a waterfall: when each began, how long it took, how it ended.
import { Button, CopyButton, SegmentedControl, Text } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { formatBytes, formatMs } from '../../format/bytes.ts'
import { countOf } from '../../format/count.ts'
import { formatOffset } from '../../format/duration.ts'
import { pageHost, pagePath } from '../../format/page-path.ts'
import { usePlayer } from '../controls/use-player.ts'
import { asCurl } from '../reproduce/as-curl.ts'
import type { Player } from '../stage/player.ts'
import { Detail } from './event-words.tsx'
import { FollowList } from './follow-list.tsx'
import classes from './inspector.module.css'
import { PanelEmpty } from './panel-skeleton.tsx'
import { PanelTools } from './panel-tools.tsx'
import { isFailed, type RequestLine } from './side-lists.ts'
import { barOf, type Span, windowAround } from './waterfall.ts'

const ROW_PX = 46
/** Milliseconds that the waterfall spans: bars of two requests of one page can then be told apart. */
const WINDOW_MS = 60_000
/** The window moves in steps of this, so that bars stand still in between. */
const STEP_MS = 15_000
const WHICH = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Failed' },
]

const Bar = ({ line, span }: { line: RequestLine; span: Span }) => {
  const bar = barOf(line.at, line.durationMs, span)
  return (
    <span className={classes.fall} aria-hidden="true">
      {bar && <span style={{ left: `${bar.left * 100}%`, width: `${bar.width * 100}%` }} />}
    </span>
  )
}

const statusWords = ({ status }: RequestLine): string => (status === 0 ? 'no answer' : String(status))

const RequestDetails = ({ line, from }: { line: RequestLine; from: number }) => (
  <div className={classes.details}>
    <dl>
      <Detail label="Address">{line.url}</Detail>
      <Detail label="Answer">{statusWords(line)}</Detail>
      <Detail label="Began">{formatOffset(line.at - from)}</Detail>
      <Detail label="Took">{formatMs(line.durationMs)}</Detail>
      <Detail label="Size">{line.bytes !== undefined && formatBytes(line.bytes)}</Detail>
      <Detail label="Sent by">{line.by}</Detail>
    </dl>
    <CopyButton value={asCurl(line)} timeout={2_000}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          onClick={copy}
          leftSection={
            copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />
          }
        >
          {copied ? 'Copied' : 'Copy as cURL'}
        </Button>
      )}
    </CopyButton>
    <Text size="xs" c="dimmed" mt={6}>
      Headers and bodies are never recorded.
    </Text>
  </div>
)

type Props = { lines: RequestLine[]; from: number; to: number; player: Player; nothing: string }

export const NetworkPanel = ({ lines, from, to, player, nothing }: Props) => {
  const [which, setWhich] = useState('all')
  const [q, setQ] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const step = usePlayer(player, ({ at }) => Math.round((at - from) / STEP_MS))
  const span = windowAround(from + step * STEP_MS, { from, to }, WINDOW_MS)
  const shown = useMemo(() => {
    const word = q.trim().toLowerCase()
    return lines.filter(
      (line) =>
        (which === 'all' || isFailed(line)) &&
        `${line.method} ${line.url} ${line.status}`.toLowerCase().includes(word),
    )
  }, [lines, which, q])
  if (lines.length === 0) return <PanelEmpty>{nothing}</PanelEmpty>
  return (
    <>
      <PanelTools
        label="Search the requests"
        placeholder="Method, address, status"
        q={q}
        onSearch={setQ}
        count={countOf(shown.length, 'request')}
        narrow={
          <SegmentedControl size="xs" data={WHICH} value={which} onChange={setWhich} aria-label="Which" />
        }
      />
      {shown.length === 0 && <PanelEmpty>No request fits.</PanelEmpty>}
      <FollowList
        items={shown}
        player={player}
        label="Requests, oldest first"
        rowHeight={ROW_PX}
        row={(line) => (
          <div className={classes.row} data-failed={isFailed(line) || undefined}>
            <button
              type="button"
              className={classes.request}
              data-request={line.key}
              aria-expanded={open === line.key}
              onClick={() => {
                setOpen((was) => (was === line.key ? null : line.key))
                player.seek(line.at)
              }}
            >
              <span className={classes.method}>{line.method}</span>
              <span className={classes.address} title={line.url}>
                {pagePath(line.url)}
                <span className={classes.host}>{pageHost(line.url)}</span>
              </span>
              <span className={classes.status}>{statusWords(line)}</span>
              <span className={classes.took}>{formatMs(line.durationMs)}</span>
              <Bar line={line} span={span} />
            </button>
            {open === line.key && <RequestDetails line={line} from={from} />}
          </div>
        )}
      />
    </>
  )
}
