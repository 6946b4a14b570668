// What one user online costs: real sockets through the edge, each handler's calls counted, under the day's clock.
import { once } from 'node:events'
import { ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import WebSocket from 'ws'
import { setClock } from './simulated-clock.ts'
import type { Stack } from './stack.ts'
import type { Tally } from './tally.ts'

/** What it costs that all of them connect once, and ping once. */
export type PresenceCosts = { users: number; connect: [string, number][]; ping: [string, number][] }

type Work = {
  stack: Stack
  /** Waits for so many invocations more. */
  settled(more: number): Promise<void>
  /** What was counted since it was asked last. */
  take(): Tally
  start: number
}

/** Enough that a cold cache is no matter. */
const USERS = 20
const MINUTE_MS = 60_000

export const presenceDay = async ({ stack, settled, take, start }: Work): Promise<PresenceCosts> => {
  const { access, running } = stack
  const origin = access.url.replace('localhost', '127.0.0.1')
  await holdTheSweep(running.context.services.dynamodb, start)

  const post = async (path: string, headers: Record<string, string>, body: object) => {
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close', ...headers },
      body: JSON.stringify(body),
    })
    await settled(1)
    return (await answer.json()) as { token: string; ticket: string }
  }
  const open = async (userId: string): Promise<WebSocket> => {
    const { token } = await post('/api/v1/user-tokens', { 'x-api-key': access.secretKey }, { userId })
    const { ticket } = await post('/api/v1/socket-tickets', { authorization: `Bearer ${token}` }, {})
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, ['playhead.v1', ticket])
    await once(socket, 'open')
    // $connect, and what it begins.
    await settled(2)
    return socket
  }

  setClock(start)
  const first = await open('first')
  take()
  const sockets: WebSocket[] = []
  for (let nth = 0; nth < USERS; nth++) sockets.push(await open(`user-${nth}`))
  const connect = [...take()]
  const ping = async (socket: WebSocket): Promise<void> => {
    const answered = once(socket, 'message')
    socket.send('{"event":"ping"}')
    await answered
    await settled(1)
  }
  // The first ones wake the function.
  for (const socket of sockets.slice(0, 4)) await ping(socket)
  take()
  setClock(start + MINUTE_MS)
  for (const socket of sockets) await ping(socket)
  const pinged = [...take()]
  for (const socket of [first, ...sockets]) socket.terminate()
  await settled(USERS + 1)
  return { users: USERS, connect, ping: pinged }
}

/** It would look around for a real minute, and what it costs is reckoned: see presence-bill.ts. */
const holdTheSweep = async (
  dynamodb: Stack['running']['context']['services']['dynamodb'],
  start: number,
): Promise<void> => {
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}))
  const TableName = TableNames.find((name) => name.includes('Presence'))
  const heldUntil = { N: String(start + 24 * 60 * MINUTE_MS) }
  const Item = { pk: { S: 'sweeper' }, sk: { S: 'sweeper' }, owner: { S: 'the bill' }, heldUntil }
  await dynamodb.send(new PutItemCommand({ TableName, Item }))
}
