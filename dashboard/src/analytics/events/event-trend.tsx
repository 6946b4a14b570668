// The course of one event in its row; asked for when the row comes into view.
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Sparkline } from '../../charts/sparkline.tsx'
import { askQuery } from '../ask.ts'
import { type AnalyticsSearch, shownInterval } from '../search.ts'
import { useNear } from '../use-near.ts'
import { eventParams } from './event-params.ts'
import classes from './events.module.css'

type Props = { name: string; projectId: string; search: AnalyticsSearch }

export const EventTrend = ({ name, projectId, search }: Props) => {
  const place = useRef<HTMLDivElement>(null)
  const isNear = useNear(place)
  const { data } = useQuery({
    ...askQuery({
      projectId,
      question: 'timeline',
      params: { ...eventParams(search, name), interval: shownInterval(search) },
    }),
    enabled: isNear,
    // A course in passing: it does not run along.
    refetchInterval: false,
    retry: false,
  })
  return (
    <div ref={place} className={classes.trendRoom}>
      {data && <Sparkline values={data.rows.map(({ events }) => events)} />}
    </div>
  )
}
