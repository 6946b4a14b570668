// Brings a file with a recording to the API: in the request while it is small, by the form of an upload when it is not.
import type {
  ImportedRecording,
  ImportState,
  RecordingUpload,
} from '../../../core/imports/recording-import.ts'
import { BATCH_MAX_BYTES, IMPORT_MAX_BYTES } from '../../../core/limits.ts'
import { ApiProblem } from '../api/problem.ts'
import { api } from '../app/services.ts'
import { sleep } from '../app/sleep.ts'

export type Said = { userId?: string | undefined; title?: string | undefined }

export type Sending = {
  projectId: string
  file: File
  said: Said
  idempotencyKey: string
  signal: AbortSignal
  onProgress: (progress: Progress) => void
}

/** `share` from 0 to 1; null while there is nothing to count. */
export type Progress = { doing: 'reading' | 'uploading' | 'importing'; share: number | null }

/** Milliseconds between two looks at how far the import of an upload is. */
const LOOK_AGAIN_MS = 1_000
/** Looks that may fail one after the other before it is said: a network that changes takes some seconds. */
const LOOKS_MAX_FAILED = 10

/** With what is said of it beside. */
const INLINE_MAX_BYTES = BATCH_MAX_BYTES - 4_000

export const sendRecording = async (sending: Sending): Promise<ImportedRecording> => {
  const { projectId, file, said, idempotencyKey, signal, onProgress } = sending
  if (file.size > IMPORT_MAX_BYTES)
    throw new FileProblem(`A recording may take ${IMPORT_MAX_BYTES / 1_000_000} MB; this file is larger.`)
  const events = file.size <= INLINE_MAX_BYTES ? await eventsIn(file) : undefined
  const post = <T>(body: object) =>
    api.post<T>('/api/v1/recordings', {
      query: { projectId },
      body: { ...body, ...said },
      idempotencyKey,
      signal,
    })
  if (events) {
    onProgress({ doing: 'reading', share: null })
    return post<ImportedRecording>({ events })
  }
  onProgress({ doing: 'uploading', share: 0 })
  const { uploadId, upload } = await api.post<RecordingUpload>('/api/v1/recording-uploads', {
    query: { projectId },
    body: { bytes: file.size },
    signal,
  })
  await postForm(upload, file, signal, (share) => onProgress({ doing: 'uploading', share }))
  onProgress({ doing: 'reading', share: null })
  return imported(sending, await post<ImportState>({ uploadId }))
}

/** It goes on without us: this only looks how far it is. */
const imported = async (sending: Sending, begun: ImportState): Promise<ImportedRecording> => {
  const { projectId, signal, onProgress } = sending
  let state = begun
  let failed = 0
  while (state.status === 'importing') {
    onProgress(
      state.share > 0 ? { doing: 'importing', share: state.share } : { doing: 'reading', share: null },
    )
    await sleep(LOOK_AGAIN_MS, signal)
    try {
      state = await api.get<ImportState>(`/api/v1/recording-uploads/${begun.uploadId}`, {
        query: { projectId },
        signal,
      })
      failed = 0
    } catch (error) {
      if (signal.aborted || ++failed > LOOKS_MAX_FAILED) throw error
    }
  }
  if (state.imported) return state.imported
  throw new FileProblem(state.problem?.detail ?? 'The recording could not be imported.')
}

/** What is wrong with the file itself, said before it is sent. */
export class FileProblem extends Error {}

/** Undefined of a file that is not read here: what is compressed goes as it is. */
const eventsIn = async (file: File): Promise<unknown[] | undefined> => {
  const first = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if (first[0] === 0x1f && first[1] === 0x8b) return undefined
  let read: unknown
  try {
    read = JSON.parse(await file.text())
  } catch {
    throw new FileProblem('The file is not JSON.')
  }
  const events = Array.isArray(read) ? read : (read as { events?: unknown } | null)?.events
  if (Array.isArray(events)) return events
  throw new FileProblem(
    'The file is neither an array of rrweb events nor an object with such an array as events.',
  )
}

/** `fetch` tells nothing of how far an upload is. */
const postForm = (
  { url, fields }: RecordingUpload['upload'],
  file: File,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', file)
    const request = new XMLHttpRequest()
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () => (request.status < 300 ? resolve() : reject(refused()))
    request.onerror = () => reject(refused())
    request.onabort = () => reject(new DOMException('Stopped', 'AbortError'))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.open('POST', url)
    request.send(form)
  })

const refused = (): FileProblem =>
  new FileProblem('The file could not be uploaded. Look whether you are online, and send it again.')

export const sentenceOf = (error: unknown): string => {
  if (error instanceof FileProblem) return error.message
  if (error instanceof ApiProblem) return error.fields[0]?.message ?? error.message
  return 'The recording could not be imported.'
}
