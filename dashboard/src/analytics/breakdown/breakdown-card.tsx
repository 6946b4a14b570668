// One breakdown of the overview: its tabs, the greatest rows, and the way to all of them. Asked for when it comes into view.
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useId, useRef, useState } from 'react'
import analytics from '../analytics.module.css'
import { askQuery } from '../ask.ts'
import { CardProblem } from '../card-problem.tsx'
import { CardTabs } from '../card-tabs.tsx'
import type { Condition } from '../filter/parse-filter.ts'
import { type AnalyticsSearch, toParams } from '../search.ts'
import { useNear } from '../use-near.ts'
import classes from './breakdown.module.css'
import { BreakdownSkeleton, BreakdownTable } from './breakdown-table.tsx'
import { type BREAKDOWN_CARDS, isOfInterest } from './breakdown-tabs.ts'

const BreakdownDialog = lazy(() =>
  import('./breakdown-dialog.tsx').then((part) => ({ default: part.BreakdownDialog })),
)

/** Rows of a card, and those that are asked for to know whether there are more. */
const ROWS = 8
const ASKED = 12

type Props = (typeof BREAKDOWN_CARDS)[number] & {
  projectId: string
  search: AnalyticsSearch
  onNarrow: (condition: Condition) => void
}

export const BreakdownCard = ({ title, tabs, projectId, search, onNarrow }: Props) => {
  const card = useRef<HTMLElement>(null)
  const isNear = useNear(card)
  const id = useId()
  const [dimension, setDimension] = useState(tabs[0].dimension)
  const [showsAll, setShowsAll] = useState(false)
  const tab = tabs.find((one) => one.dimension === dimension) ?? tabs[0]
  const params = { ...toParams(search), dimension, orderBy: tab.measures[0] }
  const query = useQuery({
    ...askQuery({ projectId, question: 'breakdown', params: { ...params, limit: ASKED } }),
    enabled: isNear,
    // Rows of another dimension are no stand-in for these.
    placeholderData: (before, asked) =>
      (asked?.queryKey[3] as { dimension?: string } | undefined)?.dimension === dimension
        ? before
        : undefined,
  })
  const rows = query.data?.rows.filter((row) => isOfInterest(dimension, row))
  return (
    <section ref={card} className={`${analytics.card} ${classes.card}`} aria-label={title}>
      <CardTabs
        id={id}
        label={title}
        tabs={tabs.map((one) => ({ value: one.dimension, label: one.label }))}
        shown={dimension}
        onShow={setDimension}
      />
      <div
        className={`${classes.body} ${query.isPlaceholderData ? analytics.stale : ''}`}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${dimension}`}
        aria-busy={query.isPlaceholderData}
      >
        {query.isError && !query.data ? (
          <CardProblem query={query} />
        ) : rows && query.data ? (
          <BreakdownTable
            tab={tab}
            rows={rows.slice(0, ROWS)}
            range={query.data.range}
            asked={search}
            onNarrow={onNarrow}
          />
        ) : (
          <BreakdownSkeleton rows={ROWS} label={title} />
        )}
      </div>
      <div className={classes.foot}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={`Show all: ${tab.label}`}
          disabled={!rows || rows.length === 0}
          onClick={() => setShowsAll(true)}
        >
          Show all
        </Button>
      </div>
      <Suspense>
        {showsAll && (
          <BreakdownDialog
            tab={tab}
            projectId={projectId}
            search={search}
            params={params}
            onNarrow={(condition) => {
              setShowsAll(false)
              onNarrow(condition)
            }}
            onClose={() => setShowsAll(false)}
          />
        )}
      </Suspense>
    </section>
  )
}
