import { expect, test } from 'vitest'
import type { Context } from '../../../local/context.ts'
import { alarmProviders } from '../../../local/resources/accepted.ts'
import { createGatewayParts } from '../../../local/resources/api-gateway.ts'
import { createEdgeParts } from '../../../local/resources/cloudfront.ts'
import { resourceTypes } from '../../../local/resources/resource-types.ts'

const context = { partition: 'aws', region: 'us-east-1', accountId: '000000000000' } as Context
const types = resourceTypes({ gateway: createGatewayParts(), edge: createEdgeParts(), uploads: [] })

test('alarms and what belongs to them are taken as they are, and nothing is started for them', async () => {
  for (const type of Object.keys(alarmProviders)) {
    expect(types[type], type).toBe(alarmProviders[type])
    const made = await types[type]?.({ logicalId: 'It', type, properties: {} }, context)
    expect(made?.ref, type).toContain('It')
  }
})

test('what refers to a topic gets an ARN, as of the real one', async () => {
  const topic = await types['AWS::SNS::Topic']?.(
    { logicalId: 'Topic', type: 'AWS::SNS::Topic', properties: {} },
    context,
  )
  expect(topic?.ref).toBe('arn:aws:sns:us-east-1:000000000000:Topic')
})
