// The CDK app: one stack of one stage. `cdk deploy -c stage=prod` chooses; bin/stages.ts says what a stage is.
import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { PlayheadStack } from '../lib/playhead-stack.ts'
import { readSettings, SettingsError } from '../lib/settings.ts'
import { stages } from './stages.ts'

try {
  const app = new App()
  const stage = String(app.node.tryGetContext('stage') ?? 'dev')
  const settings = readSettings(stage, stages)
  new PlayheadStack(app, `Playhead-${stage}`, {
    settings,
    description: `Playhead, stage ${stage}`,
    terminationProtection: !settings.removeDataWithStack,
  })
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
