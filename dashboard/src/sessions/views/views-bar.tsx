// The views above the list: those that every project has, the shared ones, one's own; and what can be done with the one shown.
import { ActionIcon, Button, Text } from '@mantine/core'
import { IconDots, IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { SavedView } from '../../../../core/views/saved-view.ts'
import { viewsQuery } from '../../api/queries.ts'
import { offers } from '../../settings/offers.ts'
import { MenuOnDemand } from '../../shell/menu-on-demand.tsx'
import { parseSessionListSearch, type SessionListSearch } from '../session-filters.ts'
import { BUILT_IN_VIEWS, filtersOf, shownView } from './built-in-views.ts'
import { useViewChanges } from './use-view-changes.ts'
import classes from './views-bar.module.css'

const ViewDialog = lazy(() => import('./view-dialog.tsx').then((part) => ({ default: part.ViewDialog })))
const ConfirmDialog = lazy(() =>
  import('../../shell/confirm-dialog.tsx').then((part) => ({ default: part.ConfirmDialog })),
)

const fetchMenu = () => import('./view-entries.tsx').then((part) => ({ default: part.ViewEntries }))
const ViewEntries = lazy(fetchMenu)

const menuButton = (name: string) => (
  <ActionIcon variant="subtle" color="gray" aria-label={`View ${name}`}>
    <IconDots size={18} aria-hidden="true" />
  </ActionIcon>
)

type Props = { project: MemberProject; search: SessionListSearch }
type Asking = { what: 'save' } | { what: 'change' | 'delete'; view: SavedView }

const Tab = ({
  name,
  search,
  active,
  shared,
}: {
  name: string
  search: SessionListSearch
  active: boolean
  shared?: boolean
}) => {
  const tab = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (active) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [active])
  return (
    <Link
      ref={tab}
      to="/sessions"
      search={({ project }) => ({ project, ...search })}
      // Whether it is the one shown is a matter of its filters.
      activeProps={{}}
      activeOptions={{ exact: true, includeSearch: true }}
      aria-current={active ? 'page' : undefined}
      data-active={active || undefined}
      className={classes.tab}
    >
      {shared && <IconUsers size={14} aria-label="shared" />}
      <span className="one-line">{name}</span>
    </Link>
  )
}

export const ViewsBar = ({ project, search }: Props) => {
  const { projectId, role } = project
  const { data } = useQuery(viewsQuery(projectId))
  const saved = data?.views ?? []
  const [asking, setAsking] = useState<Asking | null>(null)
  const { saving, changing, remove } = useViewChanges(projectId, () => setAsking(null))
  const mayShare = offers(role).shareViews
  const { may } = useRouteContext({ from: '/member/project' })
  const builtIn = BUILT_IN_VIEWS.filter(({ filters }) => may.live || filters.live === undefined)
  const shown = shownView(search, saved)
  const view = shown.kind === 'saved' ? shown.view : undefined
  const mayChange = view !== undefined && (!view.shared || mayShare)
  const { view: _, ...filters } = parseSessionListSearch(search)
  const ask = (next: Asking) => {
    saving.reset()
    changing.reset()
    setAsking(next)
  }

  return (
    <div className={classes.bar}>
      <nav className={classes.tabs} aria-label="Views">
        {builtIn.map((one) => (
          <Tab
            key={one.name}
            name={one.name}
            search={one.filters}
            active={shown.kind === 'built-in' && shown.view === one}
          />
        ))}
        {saved.map((one) => (
          <Tab
            key={one.viewId}
            name={one.name}
            shared={one.shared}
            search={{ ...filtersOf(one), view: one.viewId }}
            active={view?.viewId === one.viewId}
          />
        ))}
      </nav>
      <div className={classes.actions}>
        {shown.kind === 'saved' && shown.changed && (
          <>
            <Text size="xs" c="dimmed" className={classes.hint} role="status">
              Not saved
            </Text>
            {mayChange && view && (
              <Button
                size="compact-sm"
                variant="light"
                loading={changing.isPending}
                onClick={() => changing.mutate({ view, change: { filters } })}
              >
                Save changes
              </Button>
            )}
          </>
        )}
        {(shown.kind === 'unsaved' || (shown.kind === 'saved' && shown.changed)) && (
          <Button size="compact-sm" variant="default" onClick={() => ask({ what: 'save' })}>
            {shown.kind === 'saved' ? 'Save as new' : 'Save view'}
          </Button>
        )}
        {view && mayChange && (
          <MenuOnDemand key={view.viewId} button={menuButton(view.name)} fetchMenu={() => void fetchMenu()}>
            <ViewEntries
              button={menuButton(view.name)}
              onChange={() => ask({ what: 'change', view })}
              onDelete={() => ask({ what: 'delete', view })}
            />
          </MenuOnDemand>
        )}
      </div>
      <Suspense>
        {asking?.what === 'save' && (
          <ViewDialog
            view={undefined}
            mayShare={mayShare}
            error={saving.error}
            busy={saving.isPending}
            onSubmit={(given) => saving.mutate({ ...given, filters })}
            onClose={() => setAsking(null)}
          />
        )}
        {asking?.what === 'change' && (
          <ViewDialog
            view={asking.view}
            mayShare={mayShare}
            error={changing.error}
            busy={changing.isPending}
            onSubmit={(change) => changing.mutate({ view: asking.view, change })}
            onClose={() => setAsking(null)}
          />
        )}
        {asking?.what === 'delete' && (
          <ConfirmDialog
            title={`Delete the view “${asking.view.name}”?`}
            action="Delete view"
            onConfirm={() => remove(asking.view)}
            onClose={() => setAsking(null)}
          >
            {asking.view.shared ? 'It goes for everybody in the project.' : 'Its filters are gone with it.'}{' '}
            The sessions stay.
          </ConfirmDialog>
        )}
      </Suspense>
    </div>
  )
}
