// The tables, one per family of access patterns. Their keys are built in functions/stores/ alone.
import { RemovalPolicy } from 'aws-cdk-lib'
import { AttributeType, BillingMode, ProjectionType, Table, type TableProps } from 'aws-cdk-lib/aws-dynamodb'
import { Construct } from 'constructs'
import type { Settings } from './settings.ts'

const byPkAndSk = {
  partitionKey: { name: 'pk', type: AttributeType.STRING },
  sortKey: { name: 'sk', type: AttributeType.STRING },
}

export class Tables extends Construct {
  readonly sessions: Table
  readonly people: Table
  readonly presence: Table
  readonly configuration: Table
  /** What requests leave behind for a while: limits taken, idempotency keys, counts of use. */
  readonly requests: Table

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    const table = (name: string, props: Pick<TableProps, 'partitionKey' | 'sortKey'>) =>
      new Table(this, name, {
        ...props,
        billingMode: BillingMode.PAY_PER_REQUEST,
        timeToLiveAttribute: 'expiresAt',
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: !settings.removeDataWithStack },
        deletionProtection: !settings.removeDataWithStack,
        removalPolicy: settings.removeDataWithStack ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      })

    this.sessions = table('Sessions', { partitionKey: { name: 'sessionKey', type: AttributeType.STRING } })
    this.sessions.addGlobalSecondaryIndex({
      indexName: 'newest-first',
      partitionKey: { name: 'projectId', type: AttributeType.STRING },
      sortKey: { name: 'startKey', type: AttributeType.STRING },
    })
    // Sparse: only sessions that may still go on carry its keys, so it stays as small as the present.
    this.sessions.addGlobalSecondaryIndex({
      indexName: 'idle',
      partitionKey: { name: 'openShard', type: AttributeType.STRING },
      sortKey: { name: 'dueAt', type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    })
    // Sparse and of keys alone: a session of a known user costs it one write.
    this.sessions.addGlobalSecondaryIndex({
      indexName: 'by-user',
      partitionKey: { name: 'userKey', type: AttributeType.STRING },
      sortKey: { name: 'startKey', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    })
    // Of keys alone, too: what is kept of a visitor who never said who it is.
    this.sessions.addGlobalSecondaryIndex({
      indexName: 'by-visitor',
      partitionKey: { name: 'visitorKey', type: AttributeType.STRING },
      sortKey: { name: 'startKey', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    })
    this.people = table('People', byPkAndSk)
    this.presence = table('Presence', byPkAndSk)
    this.configuration = table('Configuration', byPkAndSk)
    this.requests = table('Requests', byPkAndSk)
  }
}
