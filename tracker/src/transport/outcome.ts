// What may come of sending a batch.
import type { PageSettings as Settings } from '../../../core/projects/page-settings.ts'

export type Outcome =
  /** With the project's settings, if they are others than the request named. */
  | { is: 'accepted'; rejected: string | undefined; settings?: Settings | undefined }
  | { is: 'refused'; reason: string }
  /** Worth another try; `askedMs` is the wait that the server asked for. */
  | { is: 'failed'; askedMs: number }

export type Post = (body: string) => Promise<Outcome>
