// What may come of sending a batch.
import type { PageSettings as Settings } from '../../../core/projects/page-settings.ts'

export type Outcome =
  /** With the project's settings, if they are others than the request named. */
  | {
      is: 'accepted'
      rejected: string | undefined
      settings?: Settings | undefined
      /** Somebody watches the session. */
      live?: boolean | undefined
    }
  | { is: 'refused'; reason: string }
  /** Worth another try; `askedMs` is the wait that the server asked for. Not reached: perhaps something blocks the way. */
  | { is: 'failed'; askedMs: number; reached?: boolean }

/** Without `zip` it leaves as it is, and before the call returns: a page that goes lives no longer. */
export type Post = (body: string, zip?: Zip) => Promise<Outcome>

export type Zip = (body: string) => Promise<Blob | undefined>
