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
import { maySee } from '../../../core/projects/may-see.ts'
import { type ActivityFilters, parseActivitySearch } from '../activity/activity-filters.ts'
import { type FigureName, figureNameOf } from '../analytics/figure-names.ts'
import { courseQuery, overviewQuery } from '../analytics/overview/overview-questions.ts'
import { type AnalyticsSearch, KEPT_SEARCH, parseAnalyticsSearch } from '../analytics/search.ts'
import { asProblem } from '../api/problem.ts'
import { organisationsQuery, projectsQuery, sessionsQuery } from '../api/queries.ts'
import { takeGoogleLogin } from '../members/login-requests.ts'
import { safeNext } from '../members/next-page.ts'
import { onboardingProject } from '../onboarding/onboarding-project.ts'
import { parseMomentSearch } from '../replay/moment.ts'
import { parseSessionListSearch, type SessionListSearch } from '../sessions/session-filters.ts'
import { type AuditSearch, parseAuditSearch } from '../settings/audit/audit-search.ts'
import { shownProject, subjectOf } from '../settings/settings-subject.ts'
import { type UsageRange, usageRange } from '../settings/usage/usage-range.ts'
import { NotFound } from '../shell/not-found.tsx'
import { RouteError } from '../shell/route-error.tsx'
import { RoutePending } from '../shell/route-pending.tsx'
import { rememberedProject, rememberProject } from './remembered-project.ts'
import { login, queryClient } from './services.ts'

const textParam = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const root = createRootRoute({ component: Outlet })

type Arrival = { next?: string; email?: string }

const arrival = (search: Record<string, unknown>): Arrival => ({
  next: textParam(search.next),
  email: textParam(search.email),
})

/** Nothing for whoever is signed in already. */
const leaveWhenSignedIn = ({ search: { next } }: { search: Arrival }): void => {
  if (login.isSignedIn()) throw redirect({ href: safeNext(next), replace: true })
}

const loginRoute = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): Arrival & { problem?: string } => ({
    ...arrival(search),
    problem: textParam(search.problem),
  }),
  beforeLoad: leaveWhenSignedIn,
  component: lazyRouteComponent(() => import('../members/login-page.tsx'), 'LoginPage'),
})

const registerRoute = createRoute({
  getParentRoute: () => root,
  path: '/register',
  validateSearch: arrival,
  beforeLoad: leaveWhenSignedIn,
  component: lazyRouteComponent(() => import('../members/register-page.tsx'), 'RegisterPage'),
})

const passwordRoute = createRoute({
  getParentRoute: () => root,
  path: '/password',
  validateSearch: arrival,
  beforeLoad: leaveWhenSignedIn,
  component: lazyRouteComponent(() => import('../members/reset-password-page.tsx'), 'ResetPasswordPage'),
})

/** Back from Google: what waits in the cookie is good for one try, so that nothing is drawn before. */
const googleRoute = createRoute({
  getParentRoute: () => root,
  path: '/login/google',
  validateSearch: (search: Record<string, unknown>): { next?: string } => ({ next: textParam(search.next) }),
  beforeLoad: async ({ search: { next } }) => {
    try {
      await takeGoogleLogin()
    } catch (error) {
      const { code } = asProblem(error)
      throw redirect({ to: '/login', search: { next, problem: code }, replace: true })
    }
    throw redirect({ href: safeNext(next), replace: true })
  },
})

const invitationRoute = createRoute({
  getParentRoute: () => root,
  path: '/invitations',
  component: lazyRouteComponent(() => import('../invitations/invitation-page.tsx'), 'InvitationPage'),
})

/** For whoever has a public link. */
const sharedRoute = createRoute({
  getParentRoute: () => root,
  path: '/shared/$token',
  validateSearch: (search: Record<string, unknown>): { t?: number } => ({ t: parseMomentSearch(search).t }),
  component: lazyRouteComponent(() => import('../shared/shared-page.tsx'), 'SharedPage'),
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
    const [{ projects }, { organisations }] = await Promise.all([
      queryClient.ensureQueryData(projectsQuery),
      queryClient.ensureQueryData(organisationsQuery),
    ])
    return { projects, organisations }
  },
  component: lazyRouteComponent(() => import('../shell/shell.tsx'), 'Shell'),
})

/** Screens of one project: the one in the URL, else the one looked at last. */
const projectRoute = createRoute({
  getParentRoute: () => memberRoute,
  id: 'project',
  beforeLoad: ({ context: { projects }, search, location }) => {
    const remembered = shownProject(projects, rememberedProject())
    if (!remembered) throw redirect({ to: '/welcome', search: { project: undefined } })
    if (search.project === undefined) {
      const project = remembered.projectId
      throw redirect({ to: location.pathname, search: { ...location.search, project }, replace: true })
    }
    const project = projects.find(({ projectId }) => projectId === search.project)
    if (!project) throw notFound()
    rememberProject(project.projectId)
    return { project, may: maySee(project.role, project.access) }
  },
  notFoundComponent: () => <NotFound what="project" />,
})

const homeRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/',
  beforeLoad: ({ context: { projects } }) => {
    const begun = onboardingProject()
    const goesOn = projects.some(({ projectId }) => projectId === begun)
    throw redirect({ to: goesOn ? '/welcome' : '/sessions', replace: true })
  },
})

const welcomeRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('../onboarding/welcome-page.tsx'), 'WelcomePage'),
})

const newOrganisationRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/organisations/new',
  component: lazyRouteComponent(
    () => import('../settings/organisation/create-organisation-page.tsx'),
    'CreateOrganisationPage',
  ),
})

const newProjectRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/projects/new',
  validateSearch: (search: Record<string, unknown>): { organisation?: string } => ({
    organisation: textParam(search.organisation),
  }),
  component: lazyRouteComponent(() => import('../projects/create-project-page.tsx'), 'CreateProjectPage'),
})

const sessionsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/sessions',
  validateSearch: parseSessionListSearch,
  loaderDeps: ({ search: { project: _, ...filters } }) => filters,
  loader: ({ context: { project }, deps: filters, cause }) => {
    // Not awaited: the page shows its skeleton and joins this request.
    if (cause === 'enter') void queryClient.prefetchInfiniteQuery(sessionsQuery(project.projectId, filters))
  },
  component: lazyRouteComponent(() => import('../sessions/sessions-page.tsx'), 'SessionsPage'),
})

const liveRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/live',
  validateSearch: (search: Record<string, unknown>): { by?: 'page' } => ({
    by: search.by === 'page' ? 'page' : undefined,
  }),
  component: lazyRouteComponent(() => import('../live-board/live-page.tsx'), 'LivePage'),
})

const highlightsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/highlights',
  validateSearch: (search: Record<string, unknown>): { q?: string; tag?: string } => ({
    // Digits are read as a number by the router.
    q: textParam(typeof search.q === 'number' ? String(search.q) : search.q),
    tag: textParam(typeof search.tag === 'number' ? String(search.tag) : search.tag),
  }),
  component: lazyRouteComponent(() => import('../highlights/highlights-page.tsx'), 'HighlightsPage'),
})

/** Screens of analytics: the time and the filter go along from one to the next. */
const analyticsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/analytics',
  validateSearch: (search: Record<string, unknown>): AnalyticsSearch => parseAnalyticsSearch(search),
  search: { middlewares: [retainSearchParams([...KEPT_SEARCH])] },
  component: lazyRouteComponent(() => import('../analytics/analytics-layout.tsx'), 'AnalyticsLayout'),
})

const analyticsHomeRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: '/',
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/analytics/overview', search, replace: true })
  },
})

const overviewRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: '/overview',
  validateSearch: (search: Record<string, unknown>): { figure?: FigureName } => ({
    figure: figureNameOf(search.figure),
  }),
  loaderDeps: ({ search }) => parseAnalyticsSearch(search),
  loader: ({ context: { project }, deps: search, cause }) => {
    // Not awaited: the page shows its skeleton and joins these requests.
    if (cause !== 'enter') return
    void queryClient.prefetchQuery(overviewQuery(project.projectId, search))
    void queryClient.prefetchQuery(courseQuery(project.projectId, search))
  },
  component: lazyRouteComponent(() => import('../analytics/overview/overview-page.tsx'), 'OverviewPage'),
})

const eventsRoute = createRoute({
  getParentRoute: () => analyticsRoute,
  path: '/events',
  validateSearch: (search: Record<string, unknown>): { event?: string } => ({
    event: textParam(search.event),
  }),
  component: lazyRouteComponent(() => import('../analytics/events/events-page.tsx'), 'EventsPage'),
})

const peopleRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/people',
  validateSearch: (search: Record<string, unknown>): { q?: string } => ({
    // A search for digits is read as a number by the router.
    q: textParam(typeof search.q === 'number' ? String(search.q) : search.q)?.slice(0, 200),
  }),
  component: lazyRouteComponent(() => import('../people-online/people-page.tsx'), 'PeoplePage'),
})

const activityRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/activity',
  validateSearch: (search: Record<string, unknown>): ActivityFilters => parseActivitySearch(search),
  component: lazyRouteComponent(() => import('../activity/activity-page.tsx'), 'ActivityPage'),
})

const sessionRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: '/sessions/$sessionId',
  validateSearch: parseMomentSearch,
  component: lazyRouteComponent(() => import('../sessions/session-page.tsx'), 'SessionPage'),
})

/** Settings of a project and of an organisation, which need not have a project yet. */
const settingsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: '/settings',
  validateSearch: (search: Record<string, unknown>): { organisation?: string } => ({
    organisation: textParam(search.organisation),
  }),
  search: { middlewares: [retainSearchParams(['organisation'])] },
  beforeLoad: ({ context: { projects, organisations }, search, location }) => {
    if (organisations.length === 0) throw redirect({ to: '/welcome' })
    const subject = subjectOf({ projects, organisations }, search, rememberedProject())
    if (!subject) throw notFound()
    if (subject.project && search.project === undefined && search.organisation === undefined) {
      // Whatever is shown stands in the URL, so that the switcher tells the same.
      const project = subject.project.projectId
      throw redirect({ to: location.pathname, search: { ...location.search, project }, replace: true })
    }
    if (subject.project) rememberProject(subject.project.projectId)
    return subject
  },
  component: lazyRouteComponent(() => import('../settings/settings-layout.tsx'), 'SettingsLayout'),
  notFoundComponent: () => <NotFound what="project" />,
})

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/project', replace: true })
  },
})

const projectSettingsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/project',
  component: lazyRouteComponent(() => import('../settings/project/project-page.tsx'), 'ProjectPage'),
})

const keysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/keys',
  component: lazyRouteComponent(() => import('../settings/keys/keys-page.tsx'), 'KeysPage'),
})

const usageRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/usage',
  validateSearch: (search: Record<string, unknown>): { days?: UsageRange } => ({
    days: usageRange(search.days),
  }),
  component: lazyRouteComponent(() => import('../settings/usage/usage-page.tsx'), 'UsagePage'),
})

const erasureRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/erasure',
  component: lazyRouteComponent(() => import('../settings/erasure/erasure-page.tsx'), 'ErasurePage'),
})

const quarantineRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/quarantine',
  component: lazyRouteComponent(() => import('../settings/quarantine/quarantine-page.tsx'), 'QuarantinePage'),
})

const organisationRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/organisation',
  component: lazyRouteComponent(
    () => import('../settings/organisation/organisation-page.tsx'),
    'OrganisationPage',
  ),
})

const membersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/members',
  component: lazyRouteComponent(() => import('../settings/members/members-page.tsx'), 'MembersPage'),
})

const auditLogRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/audit-log',
  validateSearch: (search: Record<string, unknown>): AuditSearch => parseAuditSearch(search),
  component: lazyRouteComponent(() => import('../settings/audit/audit-log-page.tsx'), 'AuditLogPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    loginRoute,
    registerRoute,
    passwordRoute,
    googleRoute,
    invitationRoute,
    sharedRoute,
    memberRoute.addChildren([
      homeRoute,
      welcomeRoute,
      newOrganisationRoute,
      newProjectRoute,
      projectRoute.addChildren([
        sessionsRoute,
        liveRoute,
        peopleRoute,
        activityRoute,
        highlightsRoute,
        sessionRoute,
        analyticsRoute.addChildren([analyticsHomeRoute, overviewRoute, eventsRoute]),
      ]),
      settingsRoute.addChildren([
        settingsHomeRoute,
        projectSettingsRoute,
        keysRoute,
        usageRoute,
        erasureRoute,
        quarantineRoute,
        organisationRoute,
        membersRoute,
        auditLogRoute,
      ]),
    ]),
  ]),
  defaultPreload: 'intent',
  // The query cache decides what is fresh.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingMs: 200,
  defaultPendingComponent: RoutePending,
  defaultErrorComponent: RouteError,
  // Outside of the frame, which has the place where a page's content is.
  defaultNotFoundComponent: () => (
    <main>
      <NotFound what="page" />
    </main>
  ),
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
