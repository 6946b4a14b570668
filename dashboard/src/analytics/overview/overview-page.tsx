// A project at a glance: its figures, the course of one of them, and where they come from.
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { firstSessionQuery } from '../../api/queries.ts'
import { useTitle } from '../../app/use-title.ts'
import analytics from '../analytics.module.css'
import { BreakdownCard } from '../breakdown/breakdown-card.tsx'
import { BREAKDOWN_CARDS } from '../breakdown/breakdown-tabs.ts'
import { CardProblem } from '../card-problem.tsx'
import type { FigureName } from '../figure-names.ts'
import { useAnalytics } from '../use-analytics.ts'
import { FigureCards } from './figure-cards.tsx'
import classes from './overview.module.css'
import { courseQuery, overviewQuery } from './overview-questions.ts'
import { TimelinePart } from './timeline-part.tsx'

const OnlyBots = lazy(() => import('./only-bots.tsx').then((part) => ({ default: part.OnlyBots })))
const NothingYet = lazy(() =>
  import('../../sessions/no-sessions-yet.tsx').then((part) => ({ default: part.NoSessionsYet })),
)

/** Milliseconds between two looks for the first visit of a new project. */
const FIRST_VISIT_MS = 5_000

export const OverviewPage = () => {
  const { project, search, change, narrow } = useAnalytics()
  const { figure = 'visitors' } = useSearch({ from: '/member/project/analytics/overview' })
  const navigate = useNavigate({ from: '/analytics/overview' })
  useTitle('Overview', project.name)

  const overview = useQuery(overviewQuery(project.projectId, search))
  const timeline = useQuery(courseQuery(project.projectId, search))
  const choose = (chosen: FigureName) =>
    void navigate({
      search: (all) => ({ ...all, figure: chosen === 'visitors' ? undefined : chosen }),
      replace: true,
      resetScroll: false,
    })
  const isEmpty = overview.data?.rows[0]?.events === 0 && !overview.isPlaceholderData
  const isQuiet = isEmpty && !search.filter
  // A quiet time is not an empty project: only where nobody was ever here something else is shown.
  const { data: first } = useQuery({
    ...firstSessionQuery(project.projectId),
    enabled: isQuiet,
    refetchInterval: ({ state }) => state.data?.sessions.length === 0 && FIRST_VISIT_MS,
  })
  if (isQuiet && first?.sessions.length === 0)
    return (
      <Suspense>
        <NothingYet project={project} />
      </Suspense>
    )

  const hasFailed = overview.isError && !overview.data
  return (
    <>
      {isEmpty && !search.bots && (
        <Suspense>
          <OnlyBots
            projectId={project.projectId}
            search={search}
            onCount={() => change({ bots: 'include' })}
          />
        </Suspense>
      )}
      <section className={`${analytics.card} ${classes.glance}`} aria-label="At a glance">
        {hasFailed ? (
          <CardProblem query={overview} />
        ) : (
          <FigureCards
            answer={overview.data}
            stale={overview.isPlaceholderData}
            figure={figure}
            onChoose={choose}
            bounce={search.bounce ?? 'engaged'}
            onBounce={(bounce) => change({ bounce: bounce === 'engaged' ? undefined : bounce })}
          />
        )}
        {/* What is wrong with both is said once. */}
        {!(hasFailed && timeline.isError) && (
          <TimelinePart query={timeline} figure={figure} search={search} onChange={change} />
        )}
      </section>
      <div className={analytics.cards}>
        {BREAKDOWN_CARDS.map((card) => (
          <BreakdownCard
            key={card.title}
            {...card}
            projectId={project.projectId}
            search={search}
            onNarrow={narrow}
          />
        ))}
      </div>
    </>
  )
}
