// Everything that somebody did, in order: searched, narrowed to kinds, and walking along with the player.
import { Button, Text, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'
import { asProblem } from '../../api/problem.ts'
import { countOf, formatCount } from '../../format/count.ts'
import { formatOffset } from '../../format/duration.ts'
import type { Player } from '../stage/player.ts'
import { EVENT_KINDS, type EventKind, filterEvents, KIND_NAMES, kindOf } from './event-kinds.ts'
import { EventDetails, EventIcon, Gist } from './event-words.tsx'
import { FollowList } from './follow-list.tsx'
import classes from './inspector.module.css'
import { PanelSkeleton } from './panel-skeleton.tsx'
import { PanelTools } from './panel-tools.tsx'

type Props = {
  events: SessionEvent[] | undefined
  query: UseInfiniteQueryResult
  from: number
  player: Player
  q: string
  kinds: EventKind[]
  onFilter: (filter: { q: string; kinds: EventKind[] }) => void
  /** The event that somebody chose, here or on the time line. */
  chosen: string | null
  onChoose: (event: SessionEvent | null) => void
}

const ROW_PX = 45
/** Letters are gathered before the address is written anew. */
const TYPED_MS = 250

const useTyped = (q: string, onChange: (q: string) => void) => {
  const [text, setText] = useState(q)
  useEffect(() => {
    if (text === q) return
    const timer = setTimeout(() => onChange(text), TYPED_MS)
    return () => clearTimeout(timer)
  }, [text, q, onChange])
  return [text, setText] as const
}

const KindChips = ({
  events,
  kinds,
  onChange,
}: {
  events: readonly SessionEvent[]
  kinds: EventKind[]
  onChange: (kinds: EventKind[]) => void
}) => {
  const there = useMemo(() => new Set(events.map(({ name }) => kindOf(name))), [events])
  const toggle = (kind: EventKind) =>
    onChange(kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind])
  return (
    <fieldset className={classes.chips} aria-label="Kinds of events">
      {EVENT_KINDS.filter((kind) => there.has(kind) || kinds.includes(kind)).map((kind) => (
        <UnstyledButton
          key={kind}
          className={classes.chip}
          aria-pressed={kinds.includes(kind)}
          onClick={() => toggle(kind)}
        >
          {KIND_NAMES[kind]}
        </UnstyledButton>
      ))}
    </fieldset>
  )
}

export const EventsPanel = (props: Props) => {
  const { events, query, from, player, q, kinds, onFilter, chosen, onChoose } = props
  const [text, setText] = useTyped(q, (typed) => onFilter({ q: typed, kinds }))
  const kindsKey = kinds.join()
  const shown = useMemo(() => {
    const wanted = kindsKey === '' ? [] : (kindsKey.split(',') as EventKind[])
    const found = filterEvents(events ?? [], { q: text, kinds: wanted })
    return found.map((event) => ({ key: event.eventId, at: event.ts, event }))
  }, [events, text, kindsKey])

  const total = events?.length ?? 0
  const isFiltering = text.trim() !== '' || kinds.length > 0
  const count = isFiltering
    ? `${formatCount(shown.length)} of ${formatCount(total)}`
    : countOf(total, 'event')
  return (
    <>
      <PanelTools
        label="Search the events"
        placeholder="Name, text, element, page, property"
        q={text}
        onSearch={setText}
        count={events && (query.hasNextPage ? `${count} so far` : count)}
      >
        <KindChips
          events={events ?? []}
          kinds={kinds}
          onChange={(next) => onFilter({ q: text, kinds: next })}
        />
      </PanelTools>
      {query.isPending && <PanelSkeleton label="Loading events" />}
      {shown.length > 0 && (
        <FollowList
          items={shown}
          player={player}
          label="Events, oldest first"
          rowHeight={ROW_PX}
          wanted={chosen}
          row={({ event }) => {
            const isOpen = event.eventId === chosen
            return (
              <div className={classes.row} data-kind={kindOf(event.name)}>
                <button
                  type="button"
                  className={classes.rowLine}
                  aria-expanded={isOpen}
                  data-event={event.eventId}
                  onClick={() => onChoose(isOpen ? null : event)}
                >
                  <span className={classes.offset}>{formatOffset(event.ts - from)}</span>
                  <EventIcon name={event.name} />
                  <span className={classes.name}>{event.name}</span>
                  <span className={classes.gist}>
                    <Gist event={event} />
                  </span>
                  <IconChevronRight
                    size={15}
                    className={classes.chevron}
                    data-open={isOpen || undefined}
                    aria-hidden="true"
                  />
                </button>
                {isOpen && <EventDetails event={event} />}
              </div>
            )
          }}
        />
      )}
      {events && shown.length === 0 && !query.isFetching && (
        <div className={classes.nothing}>
          <Text c="dimmed">
            {isFiltering ? 'No event of this session fits.' : 'No events are stored for this session yet.'}
          </Text>
          {isFiltering && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                setText('')
                onFilter({ q: '', kinds: [] })
              }}
            >
              Show all
            </Button>
          )}
        </div>
      )}
      {query.isError && (
        <div className={classes.nothing} role="alert">
          <Text>{asProblem(query.error).message}</Text>
          <Button
            size="compact-sm"
            variant="default"
            loading={query.isFetching}
            onClick={() => (events ? query.fetchNextPage() : query.refetch())}
          >
            Try again
          </Button>
        </div>
      )}
    </>
  )
}
