// The rows of the session list: only those near the screen exist, however many are loaded.
import { Button } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import { useListKeys } from '../app/use-list-keys.ts'
import { countOf } from '../format/count.ts'
import type { SessionListSearch } from './session-filters.ts'
import classes from './session-list.module.css'
import { SessionRow } from './session-row.tsx'
import { useHeldBack } from './use-held-back.ts'
import { useReturningFocus } from './use-returning-focus.ts'

type Props = { sessions: Session[]; now: number; listSearch: SessionListSearch; arrivedAfter: number }

const ROW_HEIGHT_PX = 61
const COLUMNS = ['Person', 'Pages visited', 'From', 'Started', 'Duration'] as const

export const SessionListColumns = () => (
  <div className={classes.columns} aria-hidden="true">
    {COLUMNS.map((name) => (
      <span key={name}>{name}</span>
    ))}
    <span className={classes.triple}>
      <span>Pages</span>
      <span>Clicks</span>
      <span>Events</span>
    </span>
    <span className={classes.errors}>Errors</span>
  </div>
)

export const SessionList = ({ sessions, now, listSearch, arrivedAfter }: Props) => {
  const list = useRef<HTMLOListElement>(null)
  const [top, setTop] = useState(0)
  const { shown, newer, release } = useHeldBack(sessions)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), [])
  useReturningFocus(list)

  const rows = useWindowVirtualizer({
    count: shown.length,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => shown[index]?.sessionId ?? index,
    scrollMargin: top,
    overscan: 8,
  })

  const link = (index: number) =>
    list.current?.querySelector<HTMLAnchorElement>(`[data-index="${index}"] > a`) ?? null
  useListKeys({
    count: shown.length,
    current: () => {
      const item = document.activeElement?.closest('[data-index]')
      return item && list.current?.contains(item) ? Number(item.getAttribute('data-index')) : -1
    },
    focus: (index) => {
      rows.scrollToIndex(index, { align: 'auto' })
      const near = link(index)
      if (near) near.focus({ preventScroll: false })
      else requestAnimationFrame(() => link(index)?.focus())
    },
  })

  return (
    <>
      {newer > 0 && (
        <div className={classes.newer}>
          <Button size="compact-sm" radius="xl" leftSection={<IconArrowUp size={14} />} onClick={release}>
            {countOf(newer, 'new session')}
          </Button>
        </div>
      )}
      <div className={classes.frame}>
        <SessionListColumns />
        <ol ref={list} className={classes.list} style={{ height: rows.getTotalSize() }} aria-label="Sessions">
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const session = shown[index]
            return (
              session && (
                <li
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  data-last={index === shown.length - 1 || undefined}
                  data-fresh={session.startedAt > arrivedAfter || undefined}
                  aria-setsize={shown.length}
                  aria-posinset={index + 1}
                  className={classes.item}
                  style={{ transform: `translateY(${start - top}px)` }}
                >
                  <SessionRow session={session} now={now} listSearch={listSearch} />
                </li>
              )
            )
          })}
        </ol>
      </div>
    </>
  )
}
