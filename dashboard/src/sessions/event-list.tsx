// The events in a scroller of their own: only those in sight exist, older ones come as they are reached.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { useListKeys } from '../app/use-list-keys.ts'
import classes from './event-list.module.css'
import { EventRow } from './event-row.tsx'

type Props = {
  events: SessionEvent[]
  startedAt: number
  /** Whether new events may still come: then a reader at the end stays at the end. */
  follows: boolean
  more: (() => unknown) | null
}

const ROW_HEIGHT_PX = 45
/** Rows before the end at which the next page is asked for. */
const AHEAD = 30
const AT_END_PX = 48

export const EventList = ({ events, startedAt, follows, more }: Props) => {
  const scroller = useRef<HTMLDivElement>(null)
  const atEnd = useRef(false)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const rows = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    getItemKey: (index) => events[index]?.eventId ?? index,
    overscan: 10,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0

  useEffect(() => {
    if (more && last >= events.length - AHEAD) more()
  }, [more, last, events.length])

  useEffect(() => {
    if (follows && atEnd.current && events.length > 0) rows.scrollToIndex(events.length - 1)
  }, [follows, events.length, rows])

  const look = () => {
    const { current: box } = scroller
    if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END_PX
  }

  const toggle = (eventId: string) =>
    setOpen((was) => {
      const next = new Set(was)
      if (!next.delete(eventId)) next.add(eventId)
      return next
    })

  const button = (index: number) =>
    scroller.current?.querySelector<HTMLButtonElement>(`[data-index="${index}"] button`) ?? null
  useListKeys({
    count: events.length,
    current: () => {
      const item = document.activeElement?.closest('[data-index]')
      return item && scroller.current?.contains(item) ? Number(item.getAttribute('data-index')) : -1
    },
    focus: (index) => {
      rows.scrollToIndex(index, { align: 'auto' })
      const near = button(index)
      if (near) near.focus({ preventScroll: true })
      else requestAnimationFrame(() => button(index)?.focus({ preventScroll: true }))
    },
  })

  return (
    <div ref={scroller} className={classes.scroller} onScroll={look}>
      <ol className={classes.list} style={{ height: rows.getTotalSize() }} aria-label="Events, oldest first">
        {items.map(({ index, key, start }) => {
          const event = events[index]
          return (
            event && (
              <li
                key={key}
                ref={rows.measureElement}
                data-index={index}
                data-last={index === events.length - 1 || undefined}
                aria-setsize={events.length}
                aria-posinset={index + 1}
                className={classes.item}
                style={{ transform: `translateY(${start}px)` }}
              >
                <EventRow
                  event={event}
                  startedAt={startedAt}
                  samePage={events[index - 1]?.url === event.url}
                  open={open.has(event.eventId)}
                  onToggle={toggle}
                />
              </li>
            )
          )
        })}
      </ol>
    </div>
  )
}
