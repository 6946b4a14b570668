// What a project says of its sessions, as it travels with each batch: consumers know no projects.
import type { BatchRules } from '../ingest/stamped-batch.ts'
import type { Project } from './project.ts'

export const batchRulesOf = ({
  sessionIdleMinutes,
  retention,
}: Pick<Project, 'sessionIdleMinutes' | 'retention'>): BatchRules => ({
  idleMinutes: sessionIdleMinutes,
  keepDays: retention.eventDays,
  replayDays: retention.replayDays,
})
