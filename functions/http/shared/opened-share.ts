// What a token of a public link leads to, or one 404 for all that leads nowhere.
import { AppError } from '../../../core/errors.ts'
import type { Project } from '../../../core/projects/project.ts'
import type { ReplayManifest } from '../../../core/replay/manifest.ts'
import type { Replay } from '../../../core/replay/replay.ts'
import { toReplay } from '../../../core/replay/to-replay.ts'
import { keptSession } from '../../../core/sessions/kept-session.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import type { Share } from '../../../core/shares/share.ts'
import { type Bounds, boundsOf, sharedReplay } from '../../../core/shares/shared-replay.ts'
import { uuidOf } from '../../runtime/uuid-of.ts'
import type { OpenReplay } from '../../stores/open-replay.ts'
import type { ReplayStore } from '../../stores/replay.ts'
import type { SessionStore } from '../../stores/sessions.ts'
import type { ShareStore } from '../../stores/shares.ts'

export type SharedDeps = {
  shares: Pick<ShareStore, 'open'>
  placeOf(projectId: string): Promise<Pick<Project, 'retention'> | undefined>
  sessions: Pick<SessionStore, 'find'>
  open: OpenReplay
  replay: Pick<ReplayStore, 'readManifest' | 'readSegment' | 'readSideEvents'>
  now: () => number
}

export type OpenedShare = { share: Share; state: SessionState; projectId: string }

export type ShownReplay = OpenedShare & { replay: Replay; manifest: ReplayManifest; bounds: Bounds }

/** Revoked, expired, erased, past its retention, of a deleted project, or made up: nobody can tell which. */
export const noShare = (): AppError =>
  new AppError(
    'share-not-found',
    404,
    'This link leads nowhere: it has expired, was revoked, or never was one.',
  )

export const openedShare = async (deps: SharedDeps, token: string): Promise<OpenedShare> => {
  const opened = await deps.shares.open(token)
  const project = opened && (await deps.placeOf(opened.projectId))
  if (!opened || !project) throw noShare()
  const { projectId, share } = opened
  const stored = await deps.sessions.find(projectId, share.sessionId)
  const state = keptSession(stored, project.retention, deps.now())
  if (!state?.hasReplay) throw noShare()
  return { share, state, projectId }
}

/** Undefined as long as nothing is merged. With `merge` what is not merged yet is merged first. */
export const shownReplay = async (
  deps: SharedDeps,
  opened: OpenedShare,
  { merge }: { merge: boolean },
): Promise<ShownReplay | undefined> => {
  const { share, state, projectId } = opened
  const { manifest, complete } = merge
    ? await deps.open(state)
    : { manifest: (await deps.replay.readManifest(projectId, state.sessionId))?.manifest, complete: true }
  if (!manifest) return undefined
  const whole = toReplay(manifest, { state, expired: false, expiresAt: share.expiresAt, complete })
  const bounds = boundsOf(share, whole)
  if (!bounds) throw noShare()
  return { ...opened, manifest, bounds, replay: sharedReplay(whole, share, bounds, uuidOf(share.shareId)) }
}

/** Search engines leave it alone; nobody keeps it. */
export const PRIVATE_HEADERS = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' }
