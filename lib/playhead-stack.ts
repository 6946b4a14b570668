// Playhead, whole: this file only says what is there and what knows what.
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Accounts } from './accounts.ts'
import { acknowledgeFindings, acknowledgeNoFirewall } from './acknowledged-findings.ts'
import { Alarms } from './alarms.ts'
import { Analytics } from './analytics.ts'
import { Annotations } from './annotations.ts'
import { ApiGate } from './api-gate.ts'
import { Assets } from './assets.ts'
import { Buckets } from './buckets.ts'
import { Consumers } from './consumers.ts'
import { Edge } from './edge.ts'
import { EdgeSecret } from './edge-secret.ts'
import { Erasure } from './erasure.ts'
import { EventStream } from './event-stream.ts'
import { Firewall } from './firewall.ts'
import { Api } from './http-api.ts'
import { Ingest } from './ingest.ts'
import { Lake } from './lake.ts'
import { Members } from './members.ts'
import { PageSessions } from './page-sessions.ts'
import { PlayerOrigin } from './player-origin.ts'
import { Quarantine } from './quarantine.ts'
import { Recordings } from './recordings.ts'
import { Schedules } from './schedules.ts'
import { SessionReads } from './session-reads.ts'
import type { Settings } from './settings.ts'
import { SocketApi } from './socket-api.ts'
import { SystemRoutes } from './system-routes.ts'
import { Tables } from './tables.ts'
import { Users } from './users.ts'

export class PlayheadStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { settings: Settings }) {
    super(scope, id, props)
    const { settings } = props
    const tables = new Tables(this, 'Tables', settings)
    const buckets = new Buckets(this, 'Buckets', settings)
    const events = new EventStream(this, 'EventStream', settings)
    const members = new Members(this, 'Members', { settings, tables })
    const edgeSecret = new EdgeSecret(this, 'EdgeSecret', settings)
    const gate = new ApiGate(this, 'ApiGate', { settings, members, tables, edgeSecret })
    const api = new Api(this, 'Api', { settings, gate })
    new Accounts(this, 'Accounts', { settings, api, members, tables })
    const socket = new SocketApi(this, 'SocketApi', { settings, api, tables, edgeSecret })
    new Ingest(this, 'Ingest', { api, events, buckets, tables })
    new Users(this, 'Users', { api, events, tables, buckets, socket })
    new PageSessions(this, 'PageSessions', { api, events, tables, buckets })
    new Recordings(this, 'Recordings', { settings, api, members, events, buckets, tables })
    new Consumers(this, 'Consumers', { settings, gate, events, tables, buckets, socket })
    new SessionReads(this, 'SessionReads', { api, members, tables, buckets })
    new Annotations(this, 'Annotations', { api, members, tables, buckets })
    new Assets(this, 'Assets', { settings, api, tables, buckets })
    new Quarantine(this, 'Quarantine', { settings, api, members, events, tables, buckets })
    new Schedules(this, 'Schedules', { settings, tables, buckets })
    const lake = new Lake(this, 'Lake', { settings, buckets })
    new Analytics(this, 'Analytics', { api, tables, buckets, duckDb: lake.duckDb })
    new Erasure(this, 'Erasure', { settings, gate, tables, buckets, duckDb: lake.duckDb })
    new SystemRoutes(this, 'SystemRoutes', { api, tables, events, buckets })
    const player = new PlayerOrigin(this, 'PlayerOrigin', settings)
    const firewall = new Firewall(this, 'Firewall', settings)
    const edge = new Edge(this, 'Edge', {
      settings,
      api,
      socket,
      player,
      secret: edgeSecret,
      firewall,
      buckets,
    })
    new Alarms(this, 'Alarms', { settings, of: this, api, events, tables })

    new CfnOutput(this, 'DashboardHost', {
      value: edge.host,
      description: 'Dashboard, tracker, API and socket',
    })
    new CfnOutput(this, 'PlayerHost', {
      value: player.host,
      description: 'The origin that shows recorded pages',
    })
    new CfnOutput(this, 'UserPoolId', {
      value: members.pool.userPoolId,
      description: 'The members of the dashboard',
    })
    new CfnOutput(this, 'UserPoolClientId', {
      value: members.client.userPoolClientId,
      description: 'The client that members log in through',
    })
    acknowledgeFindings(this)
    acknowledgeNoFirewall(
      player,
      'Static files without data or members: there is nothing to flood but a cache.',
    )
    if (settings.firewall === false) acknowledgeNoFirewall(edge, 'The stage wants none: firewall is false.')
  }
}
