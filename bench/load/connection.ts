// One kept-alive HTTP connection with one request in flight, as cheap as it can be: the generator shares its cores.
import { once } from 'node:events'
import { connect } from 'node:net'

export type Connection = { exchange(request: Buffer): Promise<number>; close(): void }

const HEAD_END = '\r\n\r\n'

/** The status and whole length of the answer that the text begins with, once its head is there. */
const readHead = (text: string): { status: number; length: number } | undefined => {
  const end = text.indexOf(HEAD_END)
  if (end < 0) return undefined
  const head = text.slice(0, end)
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  if (length === undefined) throw new Error(`an answer without a length:\n${head}`)
  return { status: Number(head.slice(9, 12)), length: end + HEAD_END.length + Number(length) }
}

export const openConnection = async (host: string, port: number): Promise<Connection> => {
  const socket = connect({ host, port, noDelay: true })
  await once(socket, 'connect')
  let received = ''
  let waiting: PromiseWithResolvers<number> | undefined
  const fail = (error: Error) => {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.setEncoding('latin1')
  socket.on('data', (text: string) => {
    received += text
    try {
      const head = readHead(received)
      if (!head || received.length < head.length) return
      received = received.slice(head.length)
      waiting?.resolve(head.status)
      waiting = undefined
    } catch (error) {
      fail(error as Error)
    }
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the connection was closed before an answer came')))
  return {
    exchange(request) {
      waiting = Promise.withResolvers()
      socket.write(request)
      return waiting.promise
    },
    close: () => socket.destroy(),
  }
}
