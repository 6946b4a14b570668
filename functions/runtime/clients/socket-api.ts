// The management API of our WebSocket API, which pushes frames to connections.
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi'
import { CLIENT_TIMEOUTS } from './timeouts.ts'

/** The SDK's own variable wins: it points at a stand-in, and an explicit endpoint would hide it. */
export const socketApi = (endpoint: string): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    requestHandler: CLIENT_TIMEOUTS,
    ...(process.env['AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI'] ? {} : { endpoint }),
  })
