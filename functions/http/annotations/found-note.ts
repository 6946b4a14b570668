// A note that was looked up, or the 404 for one that is not there.
import { AppError } from '../../../core/errors.ts'
import type { Note } from '../../../core/notes/note.ts'

export const foundNote = (note: Note | undefined): Note => {
  if (!note) throw new AppError('note-not-found', 404, 'There is no such note on this session.')
  return note
}
