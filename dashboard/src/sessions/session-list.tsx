// The rows of the session list: only those near the screen exist, however many are loaded.
import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowUp } from '@tabler/icons-react'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import type { Session } from '../../../core/sessions/session.ts'
import { useListKeys } from '../app/use-list-keys.ts'
import { countOf } from '../format/count.ts'
import type { SessionListSearch } from './session-filters.ts'
import classes from './session-list.module.css'
import { SessionRow } from './session-row.tsx'
import { useHeldBack } from './use-held-back.ts'
import { useReturningFocus } from './use-returning-focus.ts'

type Props = {
  sessions: Session[]
  now: number
  listSearch: SessionListSearch
  arrivedAfter: number
  /** Somebody comes near the end of what is loaded. */
  onNearEnd: () => void
}

/** Rows have one height each, whatever is in them: nothing is measured, and every place in the list is known at once. */
const ROW_HEIGHT_PX = 61
const CARD_HEIGHT_PX = 122
/** Rows before the end at which the next ones are fetched: a fast reader does not get there first. */
const NEAR_END_ROWS = 60
const COLUMNS = ['Person', 'Pages visited', 'Activity', 'With', 'Started', 'Duration'] as const

export const SessionListColumns = () => (
  <div className={classes.columns} aria-hidden="true">
    {COLUMNS.map((name) => (
      <span key={name} data-column={name}>
        {name}
      </span>
    ))}
    <span className={classes.marks}>Signs</span>
  </div>
)

export const SessionList = ({ sessions, now, listSearch, arrivedAfter, onNearEnd }: Props) => {
  const list = useRef<HTMLOListElement>(null)
  const [top, setTop] = useState(0)
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { shown, newer, release } = useHeldBack(sessions, listSearch.sort === undefined)
  useReturningFocus(list)

  const height = narrow ? CARD_HEIGHT_PX : ROW_HEIGHT_PX
  const rows = useWindowVirtualizer({
    count: shown.length,
    estimateSize: () => height,
    getItemKey: (index) => shown[index]?.sessionId ?? index,
    scrollMargin: top,
    overscan: 8,
  })
  // What stands above the list may grow and shrink: filters wrap, the pill comes.
  useLayoutEffect(() => {
    const now = list.current?.offsetTop ?? 0
    if (now !== top) setTop(now)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer is told when the size of rows changes.
  useLayoutEffect(() => rows.measure(), [height])

  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  const isNearEnd = last >= shown.length - NEAR_END_ROWS
  const near = useEffectEvent(onNearEnd)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again for each page that came.
  useEffect(() => {
    if (isNearEnd && window.scrollY > 0) near()
  }, [isNearEnd, last, shown.length])

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
          <Button
            size="compact-sm"
            radius="xl"
            leftSection={<IconArrowUp size={14} aria-hidden="true" />}
            onClick={release}
          >
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
