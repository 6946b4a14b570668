// A highlight that was looked up, or the 404 for one that is not there.
import { AppError } from '../../../core/errors.ts'
import type { Highlight } from '../../../core/highlights/highlight.ts'

export const foundHighlight = (highlight: Highlight | undefined): Highlight => {
  if (!highlight)
    throw new AppError('highlight-not-found', 404, 'There is no such highlight of this session.')
  return highlight
}
