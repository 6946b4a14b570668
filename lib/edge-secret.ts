// What CloudFront alone knows and sends to the APIs, so that functions can refuse who calls past the edge.
import { RemovalPolicy } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Settings } from './settings.ts'

/** The header that has it; CloudFront writes it over whatever a viewer may have sent. */
const EDGE_HEADER = 'x-playhead-edge'

export class EdgeSecret extends Construct {
  /** For functions: they read it by the id in `EDGE_SECRET_ID`. */
  readonly secret: Secret
  /** For an origin of the edge: CloudFormation puts the value in its place, the template only refers to it. */
  readonly originHeaders: Record<string, string>

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    this.secret = new Secret(this, 'Secret', {
      description: `Playhead ${settings.stage}: what the edge shows to the APIs`,
      // Letters and digits only: it travels as the value of a header.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // It guards nothing that outlives the stack.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.originHeaders = { [EDGE_HEADER]: this.secret.secretValue.unsafeUnwrap() }
  }
}
