// The document's title, from the most particular to the product.
import { useEffect } from 'react'

export const useTitle = (...parts: (string | null | undefined)[]): void => {
  const title = [...parts.filter(Boolean), 'Playhead'].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
