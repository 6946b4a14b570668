// How fast each page was for this visitor.
import { UnstyledButton } from '@mantine/core'
import { IconArrowRight, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'
import { formatMs } from '../../format/bytes.ts'
import { formatClock } from '../../format/clock.ts'
import { pagePath } from '../../format/page-path.ts'
import type { Player } from '../stage/player.ts'
import classes from './inspector.module.css'
import { PanelEmpty } from './panel-skeleton.tsx'
import { type Rating, rate, VITALS, type Vital } from './vital-ratings.ts'

const RATINGS: Record<Rating, { word: string; icon: typeof IconCircleCheck }> = {
  good: { word: 'good', icon: IconCircleCheck },
  fair: { word: 'needs work', icon: IconCircleDashed },
  poor: { word: 'poor', icon: IconCircleX },
}

const VitalRow = ({ vital, value }: { vital: Vital; value: number }) => {
  const rating = rate(vital, value)
  const { word, icon: Icon } = RATINGS[rating]
  return (
    <div className={classes.vital} data-rating={rating}>
      <dt>
        <abbr title={`${vital.name}: ${vital.says}`}>{vital.id}</abbr>
      </dt>
      <dd>
        {vital.unit === 'ms' ? formatMs(value) : value.toFixed(3)}
        <span className={classes.rating}>
          <Icon size={14} aria-hidden="true" />
          {word}
        </span>
      </dd>
    </div>
  )
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

type Props = { events: readonly SessionEvent[]; from: number; player: Player }

export const VitalsPanel = ({ events, from, player }: Props) => {
  const pages = useMemo(() => events.filter(({ name }) => name === 'web_vital'), [events])
  if (pages.length === 0)
    return <PanelEmpty>A page tells its vitals when it is left. None has yet.</PanelEmpty>
  return (
    <div className={classes.scroller} data-panel="vitals">
      {pages.map(({ eventId, ts, url, props }) => {
        const tasks = numberOf(props['longTasks']) ?? 0
        return (
          <section key={eventId} className={classes.card} aria-label={pagePath(url)}>
            <header>
              <strong className="one-line">{pagePath(url)}</strong>
              <UnstyledButton className={classes.goTo} onClick={() => player.seek(ts)}>
                left at {formatClock(ts - from)} <IconArrowRight size={13} aria-hidden="true" />
              </UnstyledButton>
            </header>
            <dl>
              {VITALS.map((vital) => {
                const value = numberOf(props[vital.id])
                return value === undefined ? null : <VitalRow key={vital.id} vital={vital} value={value} />
              })}
            </dl>
            {tasks > 0 && (
              <p>
                {tasks} long {tasks === 1 ? 'task' : 'tasks'} kept the page busy for{' '}
                {formatMs(numberOf(props['longTaskMs']) ?? 0)}.
              </p>
            )}
          </section>
        )
      })}
    </div>
  )
}
