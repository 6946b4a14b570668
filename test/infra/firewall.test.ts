// The other settings of the firewall, each on a stack of its own.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { afterAll, expect, test } from 'vitest'
import { PlayheadStack } from '../../lib/playhead-stack.ts'
import { readSettings } from '../../lib/settings.ts'
import { ofType, type Template } from './synthesize.ts'

const outdir = mkdtempSync(join(tmpdir(), 'playhead-firewall-'))
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

type Config = { DistributionConfig: { WebACLId?: unknown } }

const withFirewall = (firewall: unknown) => {
  const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': true } })
  const settings = readSettings('test', { test: { firewall } })
  const stack = new PlayheadStack(app, 'Playhead-test', { settings })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  const template = app.synth().getStackArtifact(stack.artifactId).template as Template
  return {
    template,
    edge: ofType<Config>(template, 'AWS::CloudFront::Distribution').find(([id]) =>
      id.startsWith('Edge'),
    )?.[1],
    reports: JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')).pluginReports,
  }
}

const ARN = 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/6b29fc40-ca47'

test.each([
  [false, undefined],
  [{ webAclArn: ARN }, ARN],
])('%j needs no web ACL of the stack, and so no region', (firewall, arn) => {
  const { template, edge, reports } = withFirewall(firewall)
  expect(reports).toEqual([])
  expect(ofType(template, 'AWS::WAFv2::WebACL')).toEqual([])
  expect(Object.keys(template.Rules).filter((id) => id.startsWith('Firewall'))).toEqual([])
  expect(edge?.DistributionConfig.WebACLId).toBe(arn)
})
