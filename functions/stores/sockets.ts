// Pushes frames to open sockets.
import {
  type ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi'
import type { ServerFrame } from '../../core/socket/frames.ts'

export type SocketStore = ReturnType<typeof sockets>

export const sockets = (client: ApiGatewayManagementApiClient) => ({
  /** False when the connection is gone. */
  push: async (connectionId: string, frame: ServerFrame): Promise<boolean> => {
    try {
      await client.send(
        new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(frame) }),
      )
      return true
    } catch (error) {
      if (statusOf(error) === 410) return false
      throw error
    }
  },

  /** Its disconnect follows. One that is gone is no fault. */
  close: async (connectionId: string): Promise<void> => {
    try {
      await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }))
    } catch (error) {
      if (statusOf(error) !== 410) throw error
    }
  },
})

const statusOf = (error: unknown): number | undefined =>
  error instanceof ApiGatewayManagementApiServiceException ? error.$metadata.httpStatusCode : undefined
