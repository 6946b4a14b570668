// A worker that compresses batches beside the page's main thread: a number and a text come, the number and the bytes go.
import { zip } from '../later/zip.ts'

addEventListener('message', async ({ data: [job, body] }: MessageEvent<[number, string]>) => {
  postMessage([job, await zip(body)])
})
