// What may come of sending a batch.
import type { PageSettings as Settings } from '../../../core/projects/page-settings.ts'

export type Outcome = {
  /** Of HTTP; 0 if nobody was reached: perhaps something blocks the way. */
  status: number
  /** The wait that the server asked for. */
  askedMs: number
  /** Its answer, or why it refuses. */
  said?: {
    detail?: string
    rejected?: { reason?: string }[]
    /** The project's settings, if they are others than the request named. */
    settings?: Settings
    /** Somebody watches the session. */
    live?: boolean
  }
}

/** Worth another try. */
export const isFailed = (status: number) => !status || status === 429 || status >= 500

/** Without `zip` it leaves as it is, and before the call returns: a page that goes lives no longer. */
export type Post = (body: string, zip?: Zip) => Promise<Outcome>

export type Zip = (body: string) => Promise<Blob | undefined>
