// A list on the clock of the player: only rows in sight exist, the current one is marked and kept in sight while one
// follows. Whoever scrolls reads by themselves, until they ask to follow again.
import { Button } from '@mantine/core'
import { IconPlayerTrackNext } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useListKeys } from '../../app/use-list-keys.ts'
import { usePlayer } from '../controls/use-player.ts'
import type { Player } from '../stage/player.ts'
import { indexAt } from './event-kinds.ts'
import classes from './inspector.module.css'

export type Timed = { key: string; at: number }

type Props<T extends Timed> = {
  items: readonly T[]
  player: Player
  label: string
  rowHeight: number
  /** Drawn for each row in sight; its first button is what the keyboard walks to. */
  row: (item: T, index: number) => ReactNode
  /** Brought into sight when it changes. */
  wanted?: string | null
}

export const FollowList = <T extends Timed>({ items, player, label, rowHeight, row, wanted }: Props<T>) => {
  const scroller = useRef<HTMLDivElement>(null)
  const [follows, setFollows] = useState(true)
  const current = usePlayer(player, ({ at }) => indexAt(items, at))
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 10,
  })

  useEffect(() => {
    if (follows && items.length > 0) rows.scrollToIndex(Math.max(0, current), { align: 'center' })
  }, [follows, current, items.length, rows])

  const wantedIndex = wanted ? items.findIndex(({ key }) => key === wanted) : -1
  useEffect(() => {
    if (wantedIndex >= 0) rows.scrollToIndex(wantedIndex, { align: 'auto' })
  }, [wantedIndex, rows])

  const button = (index: number) =>
    scroller.current?.querySelector<HTMLButtonElement>(`[data-index="${index}"] button`) ?? null
  useListKeys({
    count: items.length,
    current: () => {
      const item = document.activeElement?.closest('[data-index]')
      return item && scroller.current?.contains(item) ? Number(item.getAttribute('data-index')) : -1
    },
    focus: (index) => {
      setFollows(false)
      rows.scrollToIndex(index, { align: 'auto' })
      const near = button(index)
      if (near) near.focus({ preventScroll: true })
      else requestAnimationFrame(() => button(index)?.focus({ preventScroll: true }))
    },
  })

  const leave = () => setFollows(false)
  return (
    <div className={classes.follow}>
      <div ref={scroller} className={classes.scroller} onWheel={leave} onTouchMove={leave}>
        <ol className={classes.list} style={{ height: rows.getTotalSize() }} aria-label={label}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const item = items[index]
            return (
              item && (
                <li
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  data-current={index === current || undefined}
                  data-passed={index <= current || undefined}
                  aria-current={index === current ? 'time' : undefined}
                  aria-setsize={items.length}
                  aria-posinset={index + 1}
                  className={classes.item}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {row(item, index)}
                </li>
              )
            )
          })}
        </ol>
      </div>
      {!follows && items.length > 0 && (
        <Button
          className={classes.again}
          size="compact-sm"
          radius="xl"
          leftSection={<IconPlayerTrackNext size={14} aria-hidden="true" />}
          onClick={() => setFollows(true)}
        >
          Follow playback
        </Button>
      )}
    </div>
  )
}
