// What may come of sending a batch.

export type Outcome =
  | { is: 'accepted'; rejected: string | undefined }
  | { is: 'refused'; reason: string }
  /** Worth another try; `askedMs` is the wait that the server asked for. */
  | { is: 'failed'; askedMs: number }

export type Post = (body: string) => Promise<Outcome>
