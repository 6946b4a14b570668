// What recorded pages show beside their own text, for whoever may read sessions.
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { assetRecords } from '../stores/asset-records.ts'
import { assets } from '../stores/assets.ts'
import { sessions } from '../stores/sessions.ts'
import { getAsset } from './assets/get-asset.ts'
import { listReplayAssets } from './assets/list-replay-assets.ts'
import { readAssets } from './assets/read-assets.ts'

const env = readEnvironment(['SESSIONS_TABLE', 'SESSION_BUCKET', 'REQUESTS_TABLE'])

const deps = {
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
  assets: assets(s3, env.SESSION_BUCKET),
  records: assetRecords(dynamodb, env.REQUESTS_TABLE, Date.now),
}

export const handler = http(gate, listReplayAssets(deps), readAssets(deps), getAsset(deps))
