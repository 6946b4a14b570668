// Grants by name: the very actions on the very resources, where CDK's own grants would add wildcards.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'

export const allow = (target: LambdaFunction, actions: string[], ...resources: string[]): void =>
  target.addToRolePolicy(new PolicyStatement({ actions, resources }))
