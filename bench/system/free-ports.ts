// Finds neighbouring ports on loopback that nobody uses.
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'

const ATTEMPTS = 50

const listening = async (port: number) => {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return server
  } catch {
    return undefined
  }
}

/** The first of `count` free ports in a row. */
export const freePorts = async (count: number): Promise<number> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const any = await listening(0)
    if (!any) break
    const servers: Array<Server | undefined> = [any]
    const first = (any.address() as AddressInfo).port
    for (let offset = 1; offset < count; offset += 1) servers.push(await listening(first + offset))
    const isFree = servers.every((server) => server !== undefined)
    for (const server of servers) {
      server?.close()
      if (server) await once(server, 'close')
    }
    if (isFree) return first
  }
  throw new Error(`no ${count} free ports in a row were found`)
}
