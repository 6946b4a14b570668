// Every operation of the API: what is not here is no route, and what is here is in the document.
import * as activity from './activity-operations.ts'
import * as analyticsDocuments from './analytics-document-operations.ts'
import * as analytics from './analytics-operations.ts'
import * as assets from './asset-operations.ts'
import * as conversations from './conversation-operations.ts'
import * as erasure from './erasure-operations.ts'
import * as events from './event-operations.ts'
import * as highlights from './highlight-operations.ts'
import * as ingest from './ingest-operations.ts'
import * as live from './live-operations.ts'
import * as login from './login-operations.ts'
import * as notes from './note-operations.ts'
import { type Operation, routeOf } from './operation.ts'
import * as organisations from './organisation-operations.ts'
import * as pageSessions from './page-session-operations.ts'
import * as pins from './pin-operations.ts'
import * as projects from './project-operations.ts'
import * as quarantine from './quarantine-operations.ts'
import * as recordings from './recording-operations.ts'
import * as replays from './replay-operations.ts'
import * as screenshots from './screenshot-operations.ts'
import * as sessions from './session-operations.ts'
import * as shares from './share-operations.ts'
import * as system from './system-operations.ts'
import * as userLogins from './user-login-operations.ts'
import * as users from './user-operations.ts'
import * as views from './view-operations.ts'

export const operations: Operation[] = [
  ingest,
  events,
  sessions,
  analytics,
  analyticsDocuments,
  views,
  pageSessions,
  screenshots,
  assets,
  replays,
  recordings,
  notes,
  highlights,
  pins,
  shares,
  live,
  users,
  conversations,
  activity,
  userLogins,
  erasure,
  quarantine,
  login,
  organisations,
  projects,
  system,
].flatMap((chapter) => Object.values(chapter) as Operation[])

export const operationsByRoute = new Map(operations.map((known) => [routeOf(known), known]))
