// Kills a function at one of its writes of a table: what is left, the next try must cope with.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { vi } from 'vitest'

const WRITES = ['PutCommand', 'UpdateCommand', 'DeleteCommand']

type Sent = { constructor: { name: string }; input: { TableName?: string } }

/** The `nth` write, counted from 1, fails, and with it all that follow: the function is dead. */
export const crashAt = async <T>(
  client: DynamoDBDocumentClient,
  nth: number,
  work: () => Promise<T>,
  table = 'configuration',
): Promise<{ result: T; crashed: boolean }> => {
  const send = client.send.bind(client) as (command: unknown) => Promise<unknown>
  let writes = 0
  const spy = vi.spyOn(client, 'send').mockImplementation((async (command: Sent) => {
    const isWrite = WRITES.includes(command.constructor.name) && command.input.TableName === table
    if (isWrite) writes += 1
    if (writes >= nth) throw new Error('killed')
    return send(command)
  }) as never)
  try {
    return { result: await work(), crashed: writes >= nth }
  } finally {
    spy.mockRestore()
  }
}
