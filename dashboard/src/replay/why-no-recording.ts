// Why there is no picture of a session, as far as project and session tell.
import { maySee, WHY_NOT } from '../../../core/projects/may-see.ts'
import type { MemberProject } from '../../../core/projects/project.ts'
import type { Replay } from '../../../core/replay/replay.ts'
import type { Session } from '../../../core/sessions/session.ts'

const DAY_MS = 24 * 60 * 60_000

export type NoRecording = {
  reason: 'not-allowed' | 'expired' | 'coming' | 'off' | 'on-error' | 'sampled' | 'none'
  text: string
}

type Known = {
  session: Pick<Session, 'startedAt' | 'lastSeenAt' | 'hasReplay' | 'endedAt'>
  project: Pick<MemberProject, 'recording' | 'retention' | 'role' | 'access'>
  replay: Pick<Replay, 'segments' | 'dropped' | 'complete'> | undefined
  now: number
}

const isPast = ({ session, project, replay, now }: Known): boolean =>
  replay?.dropped.some(({ what }) => what === 'expired') === true ||
  (session.hasReplay && now - session.lastSeenAt > project.retention.replayDays * DAY_MS)

/** Null where there is something to play. */
export const whyNoRecording = (known: Known): NoRecording | null => {
  const { session, project, replay } = known
  if (replay && replay.segments.length > 0) return null
  const { recording, retention } = project
  if (!maySee(project.role, project.access).replay)
    return { reason: 'not-allowed', text: `${WHY_NOT.replay} What happened is listed.` }
  if (isPast(known))
    return {
      reason: 'expired',
      text: `The recording has expired: this project keeps recordings for ${retention.replayDays} days. What happened is still listed.`,
    }
  if (session.hasReplay && (session.endedAt === null || replay?.complete === false))
    return { reason: 'coming', text: 'The first seconds of the recording are on their way.' }
  if (!recording.enabled)
    return {
      reason: 'off',
      text: 'Recording is off in this project’s settings. What happened is listed all the same.',
    }
  if (recording.mode === 'on_error')
    return {
      reason: 'on-error',
      text: 'This project records visits from the minute before an error on, and in this one none was recorded.',
    }
  if (recording.sampleRate < 1)
    return {
      reason: 'sampled',
      text: `This project records ${Math.round(recording.sampleRate * 1000) / 10} % of its sessions, and this one was not among them.`,
    }
  return {
    reason: 'none',
    text: 'Nothing was recorded: the events came from a server or an app, or the page forbids the recorder.',
  }
}
