// What a migration is: found work, each piece with a sentence, done in any number of tries.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

export type Stores = { dynamodb: DynamoDBDocumentClient; configuration: string }

export type Step = { says: string; run(): Promise<void> }

export type Migration = {
  /** Never changed once it is there. */
  id: string
  says: string
  /** What is left to do. Nothing, when all is done; after an end in the middle, the rest. */
  steps(stores: Stores): Promise<Step[]>
}
