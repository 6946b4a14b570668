// The import of an upload by a function of its own: what it is begun with, and when it is given up.
import * as z from 'zod'
import { IMPORT_TASK_SECONDS } from '../limits.ts'
import type { ImportState } from './recording-import.ts'

const text = z.string().optional()

export const importTaskSchema = z.object({
  /** Whose doing it is, for the audit log: a member, or a server by its key. */
  by: z.union([z.object({ memberId: z.string(), username: z.string() }), z.object({ keyId: z.string() })]),
  organisationId: z.string(),
  projectId: z.string(),
  uploadId: z.string(),
  said: z.object({ userId: text, title: text, url: text, userAgent: text }),
})

export type ImportTask = z.infer<typeof importTaskSchema>

/** It died with all of its retries, or it would have said something since. */
export const hasBrokenOff = ({ status, changedAt }: ImportState, now: number): boolean =>
  status === 'importing' && now - changedAt > IMPORT_TASK_SECONDS * 1_000

export const asTold = (state: ImportState, now: number): ImportState =>
  hasBrokenOff(state, now) ? { ...state, status: 'failed', problem: BROKEN_OFF } : state

const BROKEN_OFF = {
  code: 'import-broke-off',
  status: 500,
  detail: 'The import did not come to its end. It can be begun again with the same upload.',
}
