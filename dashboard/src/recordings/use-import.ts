// One import from the press of a button to its session, which can be stopped on the way.
import { useEffect, useRef, useState } from 'react'
import type { ImportedRecording } from '../../../core/imports/recording-import.ts'
import { type Progress, type Said, sendRecording, sentenceOf } from './send-recording.ts'

export type ImportState =
  | { step: 'choosing' }
  | ({ step: 'sending' } & Progress)
  | { step: 'failed'; sentence: string }
  | { step: 'done'; imported: ImportedRecording }

export const useImport = (projectId: string, onDone: () => unknown) => {
  const [state, setState] = useState<ImportState>({ step: 'choosing' })
  const running = useRef<AbortController | null>(null)
  /** The same file with the same words, sent again after a lost answer, is the same import. */
  const key = useRef<{ of: string; key: string } | null>(null)
  const stop = () => running.current?.abort()
  useEffect(() => () => running.current?.abort(), [])

  const keyFor = (file: File, said: Said): string => {
    const of = JSON.stringify([file.name, file.size, file.lastModified, said])
    if (key.current?.of !== of) key.current = { of, key: crypto.randomUUID() }
    return key.current.key
  }

  const send = async (file: File, said: Said) => {
    stop()
    const stopped = new AbortController()
    running.current = stopped
    const { signal } = stopped
    const show = (next: ImportState) => {
      if (!signal.aborted) setState(next)
    }
    show({ step: 'sending', doing: 'reading', share: null })
    try {
      const imported = await sendRecording({
        projectId,
        file,
        said,
        idempotencyKey: keyFor(file, said),
        signal,
        onProgress: (progress) => show({ step: 'sending', ...progress }),
      })
      key.current = null
      show({ step: 'done', imported })
      onDone()
    } catch (error) {
      show({ step: 'failed', sentence: sentenceOf(error) })
    }
  }

  return { state, send, stop, reset: () => setState({ step: 'choosing' }) }
}
