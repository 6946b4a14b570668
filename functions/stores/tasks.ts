// Begins another function of ours, and does not wait for it.
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'

export type TaskStore = ReturnType<typeof tasks>

export const tasks = (client: LambdaClient) => ({
  /** It is on its way once this resolves; that it ends well is for its own retries, and for whoever looks after it. */
  begin: async (functionName: string, payload: unknown): Promise<void> => {
    await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(JSON.stringify(payload)),
      }),
    )
  },
})
