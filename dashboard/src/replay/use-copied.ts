// Copies a text, and says for a moment that it did.
import { useEffect, useState } from 'react'

const COPIED_MS = 2_000

export const useCopied = () => {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [copied])
  return {
    copied,
    copy: (text: string) => void navigator.clipboard?.writeText(text).then(() => setCopied(true)),
  }
}
