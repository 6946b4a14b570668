// Remembers which fields hold passwords, since a page that shows what was typed turns them into plain ones.
import type { Site } from '../site.ts'
import type { Undo } from '../undo.ts'

export const watchPasswords = ({ listen, passwords }: Site): Undo => {
  for (const field of document.querySelectorAll('input[type=password]')) passwords.add(field)
  return listen<Event>(
    window,
    'input',
    (event) => {
      const field = event.composedPath()[0] as HTMLInputElement
      if (field.type === 'password') passwords.add(field)
    },
    // Ahead of the page's own handlers, and of the recorder's.
    { capture: true, passive: true },
  )
}
