// What happened, by name: how often, by how many, and one of them in detail.
import { useSearch } from '@tanstack/react-router'
import { useTitle } from '../../app/use-title.ts'
import { useAnalytics } from '../use-analytics.ts'
import { EventDetail } from './event-detail.tsx'
import { EventList } from './event-list.tsx'

export const EventsPage = () => {
  const { project, search } = useAnalytics()
  const { event } = useSearch({ from: '/member/project/analytics/events' })
  useTitle(event, 'Events', project.name)
  return event === undefined ? (
    <EventList projectId={project.projectId} search={search} />
  ) : (
    // Another event begins at its own first property.
    <EventDetail key={event} name={event} />
  )
}
