// The map of the screens. Each is loaded when it is first needed; what is looked at stands in the URL.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { projectsQuery, sessionsQuery } from '../api/queries.ts'
import { safeNext } from '../members/next-page.ts'
import { parseSessionListSearch, type SessionListSearch } from '../sessions/session-filters.ts'
import { NotFound } from '../shell/not-found.tsx'
import { RouteError } from '../shell/route-error.tsx'
import { RoutePending } from '../shell/route-pending.tsx'
import { rememberedProject, rememberProject } from './remembered-project.ts'
import { login, queryClient } from './services.ts'

const textParam = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const root = createRootRoute({ component: Outlet })

const loginRoute = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: textParam(search.next) }),
  beforeLoad: ({ search: { next } }) => {
    if (login.isSignedIn()) throw redirect({ href: safeNext(next), replace: true })
  },
  component: lazyRouteComponent(() => import('../members/login-page.tsx'), 'LoginPage'),
})

/** Members only: knows their projects, draws the frame. */
const memberRoute = createRoute({
  getParentRoute: () => root,
  id: 'member',
  validateSearch: (search: Record<string, unknown>): { project?: string } => ({
    project: textParam(search.project),
  }),
  search: { middlewares: [retainSearchParams(['project'])] },
  beforeLoad: async ({ location }) => {
    if (!login.isSignedIn()) throw redirect({ to: '/login', search: { next: location.href } })
    const { projects } = await queryClient.ensureQueryData(projectsQuery)
    return { projects }
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
})

/** Screens of one project: the one in the URL, else the one looked at last. */
const projectRoute = createRoute({
  getParentRoute: () => memberRoute,
  id: 'project',
  beforeLoad: ({ context: { projects }, search, location }) => {
    const first = projects[0]
    if (!first) throw redirect({ to: '/projects/new' })
    if (search.project === undefined) {
      const remembered = projects.find(({ projectId }) => projectId === rememberedProject())
      const project = (remembered ?? first).projectId
      throw redirect({ to: location.pathname, search: { ...location.search, project }, replace: true })
    }
    const project = projects.find(({ projectId }) => projectId === search.project)
    if (!project) throw notFound()
    rememberProject(project.projectId)
    return { project }
  },
  notFoundComponent: () => <NotFound what="project" />,
})

const homeRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/sessions', replace: true })
  },
})

const newProjectRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/projects/new',
  component: lazyRouteComponent(() => import('../projects/create-project-page.tsx'), 'CreateProjectPage'),
})

const sessionsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/sessions',
  validateSearch: parseSessionListSearch,
  loaderDeps: ({ search: { pages } }) => ({ pages }),
  loader: ({ context: { project }, deps: { pages }, cause }) => {
    // Not awaited: the page shows its skeleton and joins this request.
    if (cause === 'enter')
      void queryClient.prefetchInfiniteQuery({ ...sessionsQuery(project.projectId), pages: pages ?? 1 })
  },
  component: lazyRouteComponent(() => import('../sessions/sessions-page.tsx'), 'SessionsPage'),
})

const sessionRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/sessions/$sessionId',
  validateSearch: (search: Record<string, unknown>): { name?: string } => ({ name: textParam(search.name) }),
  component: lazyRouteComponent(() => import('../sessions/session-page.tsx'), 'SessionPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/project',
  component: lazyRouteComponent(() => import('../projects/project-page.tsx'), 'ProjectPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    loginRoute,
    memberRoute.addChildren([
      homeRoute,
      newProjectRoute,
      projectRoute.addChildren([sessionsRoute, sessionRoute, settingsRoute]),
    ]),
  ]),
  defaultPreload: 'intent',
  // The query cache decides what is fresh.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingMs: 200,
  defaultPendingComponent: RoutePending,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: () => <NotFound what="page" />,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface HistoryState {
    /** The filters of the list that a session was opened from, so that the way back leads there. */
    list?: SessionListSearch
  }
}
