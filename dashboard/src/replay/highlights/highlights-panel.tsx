// The highlights of a session in the order of their beginnings, and the form that cuts the next one.
import { Button } from '@mantine/core'
import { IconScissors } from '@tabler/icons-react'
import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CreateHighlight, Highlight, HighlightList } from '../../../../core/highlights/highlight.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import { asProblem } from '../../api/problem.ts'
import { useCreation } from '../../app/use-creation.ts'
import { offers } from '../../settings/offers.ts'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import type { Where } from '../fetch/replay-queries.ts'
import { PanelEmpty, PanelSkeleton } from '../inspector/panel-skeleton.tsx'
import keep from '../keep/keep.module.css'
import { pictureAt } from '../pictures/nearest-picture.ts'
import { HighlightForm } from './highlight-form.tsx'
import { createHighlight, deleteHighlight, highlightsQuery, updateHighlight } from './highlight-requests.ts'
import { type HighlightDeeds, HighlightRow } from './highlight-row.tsx'
import classes from './highlights.module.css'
import { isSameSpan, type Span } from './span.ts'

export type Draft = { span: Span; edited: Highlight | null }

type Props = {
  project: MemberProject
  where: Where
  replay: Replay
  pictures: TakenScreenshot[]
  query: UseQueryResult<HighlightList>
  draft: Draft | null
  active: Span | null
  onBegin: () => void
  onEnd: (end: 'from' | 'to') => void
  /** The form is closed. */
  onDone: () => void
  deeds: Omit<HighlightDeeds, 'onDelete'>
}

const EMPTY = { title: '', tags: [] }

export const HighlightsPanel = (props: Props) => {
  const { project, where, replay, pictures, query, draft, active, onBegin, onEnd, onDone, deeds } = props
  const queries = useQueryClient()
  const reread = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: highlightsQuery(where).queryKey }),
      queries.invalidateQueries({ queryKey: ['project-highlights', where.projectId] }),
    ])
  const done = () => {
    onDone()
    return reread()
  }
  const creation = useCreation(
    (body: CreateHighlight, key: string) => createHighlight(where, body, key),
    done,
  )
  const editing = useMutation({
    mutationFn: ({ highlightId, ...body }: CreateHighlight & { highlightId: string }) =>
      updateHighlight(where, highlightId, body),
    onSuccess: done,
  })
  const deleting = useMutation({
    mutationFn: ({ highlightId }: Highlight) => deleteHighlight(where, highlightId),
    onSettled: reread,
  })
  const may = offers(project.role)

  if (query.isPending) return <PanelSkeleton label="Loading the highlights" />
  if (query.isError) return <PanelEmpty>{asProblem(query.error).message}</PanelEmpty>
  const { highlights } = query.data
  const saving = draft?.edited ? editing : creation
  const save = ({ title, tags }: { title: string; tags: string[] }) => {
    if (!draft) return
    const { span, edited } = draft
    // A list shows it as the page looked when it began.
    const screenshotId = pictureAt(pictures, span.from)?.screenshotId ?? null
    const body = { title, tags, ...span, screenshotId }
    if (edited) editing.mutate({ ...body, highlightId: edited.highlightId })
    else creation.mutate(body)
  }
  return (
    <div className={keep.notes}>
      <ProblemAlert error={deleting.error} />
      {highlights.length === 0 ? (
        <PanelEmpty>
          {may.cutHighlights
            ? 'No highlights yet: cut out what others should see, by the keys [ and ] or by dragging below the marks.'
            : 'No highlights yet.'}
        </PanelEmpty>
      ) : (
        <ul className={keep.list} aria-label="Highlights">
          {highlights.map((highlight) => (
            <HighlightRow
              key={highlight.highlightId}
              highlight={highlight}
              replay={replay}
              active={active !== null && isSameSpan(active, highlight)}
              mayDelete={may.deleteHighlights}
              {...deeds}
              onDelete={(one) => deleting.mutate(one)}
            />
          ))}
        </ul>
      )}
      {draft ? (
        <HighlightForm
          key={draft.edited?.highlightId ?? 'new'}
          replay={replay}
          span={draft.span}
          start={draft.edited ?? EMPTY}
          action={draft.edited ? 'Save' : 'Add the highlight'}
          error={saving.error}
          pending={saving.isPending}
          onEnd={onEnd}
          onSave={save}
          onCancel={onDone}
        />
      ) : (
        may.cutHighlights && (
          <div className={classes.begin}>
            <span>15 seconds to either side of this moment</span>
            <Button
              size="compact-sm"
              leftSection={<IconScissors size={15} aria-hidden="true" />}
              onClick={onBegin}
            >
              Cut a highlight
            </Button>
          </div>
        )
      )}
    </div>
  )
}
