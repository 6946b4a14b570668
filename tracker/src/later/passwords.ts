// Remembers which fields hold passwords, since a page that shows what was typed turns them into plain ones.
import type { DeedInstrument } from './heed-deeds.ts'

export const watchPasswords: DeedInstrument = ({ passwords }) => {
  for (const field of document.querySelectorAll('input[type=password]')) passwords.add(field)
  return ([, element, type]) => {
    if (type === 'password') passwords.add(element as Element)
  }
}
