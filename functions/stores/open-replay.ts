// What there is to play of a session: what is not merged yet is merged first, by one request at a time, and not for long.
import { REPLAY_FRESH_MS, REPLAY_OPEN_LATEST_MS, REPLAY_OPEN_MS } from '../../core/limits.ts'
import type { ReplayManifest } from '../../core/replay/manifest.ts'
import type { SessionState } from '../../core/sessions/session-state.ts'
import { type MergeSession, OutOfTime } from './merge-session.ts'
import type { ReplayStore } from './replay.ts'
import type { RequestMarks } from './request-marks.ts'
import { Overtaken } from './session-survey.ts'

type Deps = {
  replay: Pick<ReplayStore, 'readManifest'>
  merge: MergeSession
  marks: RequestMarks
  now: () => number
}

export type OpenReplay = ReturnType<typeof openReplay>

export type OpenedReplay = {
  manifest: ReplayManifest | undefined
  /** False when more is stored than the manifest has. */
  complete: boolean
}

export const openReplay =
  ({ replay, merge, marks, now }: Deps) =>
  async (state: SessionState): Promise<OpenedReplay> => {
    const { projectId, sessionId } = state
    const found = await replay.readManifest(projectId, sessionId)
    const isNew = found !== undefined && now() - found.writtenAt < REPLAY_FRESH_MS
    if (found && (state.mergedAt !== null || isNew)) return { manifest: found.manifest, complete: true }

    const name = `${projectId}#${sessionId}`
    // Another request is at it: what it has merged so far is there, and the rest soon.
    if (!(await marks.take('merging', name, REPLAY_OPEN_LATEST_MS)))
      return { manifest: found?.manifest, complete: false }
    const complete = await mergeNow(state).finally(() => marks.giveBack('merging', name))
    return { manifest: (await replay.readManifest(projectId, sessionId))?.manifest, complete }

    async function mergeNow(state: SessionState): Promise<boolean> {
      const began = now()
      const mayGoOn = () => now() - began < REPLAY_OPEN_MS
      const hasTime = () => now() - began < REPLAY_OPEN_LATEST_MS
      try {
        await merge(state, { mayWait: false, hasTime, mayGoOn })
        return true
      } catch (error) {
        // The finisher may be at the same session: one of the two wins, and nothing is lost.
        if (error instanceof OutOfTime || error instanceof Overtaken) return false
        throw error
      }
    }
  }
