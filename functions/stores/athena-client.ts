// Athena's own protocol, as far as a question needs it: signed requests of JSON. Its SDK would be half a megabyte more.
import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined }

export type AthenaClientOptions = {
  region: string
  credentials: () => Promise<Credentials>
  /** Another than the region's own. */
  endpoint?: string
  wait: (ms: number) => Promise<void>
  /** From 0 to below 1, so that those who were refused together do not come again together. */
  random: () => number
}

/** What Athena refused, by the name of its exception. */
export class AthenaError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

/** Times that a request is sent while Athena is busy; then about a second has passed. */
const ATTEMPTS = 4
const FIRST_WAIT_MS = 100

const BUSY = /^(?:ThrottlingException|TooManyRequestsException|RequestLimitExceeded|InternalServerException)$/

class Sha256 {
  readonly #hash
  constructor(secret?: unknown) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret))
  }
  update(data: unknown): void {
    this.#hash.update(toBytes(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {}
}

const toBytes = (data: unknown): Uint8Array =>
  typeof data === 'string' ? Buffer.from(data) : new Uint8Array(data as ArrayBuffer)

export const athenaClient = ({ region, credentials, endpoint, wait, random }: AthenaClientOptions) => {
  const url = new URL(endpoint ?? `https://athena.${region}.amazonaws.com`)
  const signer = new SignatureV4({ service: 'athena', region, credentials, sha256: Sha256 })

  const sendOnce = async (action: string, input: object): Promise<Record<string, unknown>> => {
    const body = JSON.stringify(input)
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: '/',
      headers: {
        host: url.host,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AmazonAthena.${action}`,
      },
      body,
    })
    const response = await fetch(url, { method: 'POST', headers, body })
    const answer = (await response.json()) as Record<string, unknown>
    if (response.ok) return answer
    const name = String(answer['__type'] ?? 'AthenaError').replace(/^.*#/, '')
    throw new AthenaError(name, String(answer['message'] ?? answer['Message'] ?? `status ${response.status}`))
  }

  return {
    send: async (action: string, input: object): Promise<Record<string, unknown>> => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await sendOnce(action, input)
        } catch (error) {
          const busy = error instanceof AthenaError && BUSY.test(error.name)
          if (!busy || attempt === ATTEMPTS) throw error
          await wait(FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + random() / 2))
        }
      }
    },
  }
}

export type AthenaClient = ReturnType<typeof athenaClient>
