// Findings of cdk-nag that we looked at and keep, each with its reason. Any other finding fails the synthesis.
import { type Stack, Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

const FOLDER_GRANT = 'One folder of one bucket: the object names in it are not known before they are written.'
const SCHEDULE_TARGET = "CDK's schedule target lets the scheduler call any version of this one function."
const SITE_UPLOAD =
  "CDK's own function that uploads the built sites; it runs at deployment only, and its role and runtime are CDK's."

const findings: Record<string, string> = {
  'AwsSolutions-APIG1':
    'The HTTP API has an access log. One for the socket would be a line for every frame, beside the log of the function it calls.',
  'AwsSolutions-APIG4':
    'Open routes by design: the ingest checks a project key, login and refresh are how a token is had, health and the 404 hold nothing.',
  'AwsSolutions-CFR1': 'Visitors come from everywhere.',
  'AwsSolutions-CFR3': 'Access logs hold addresses and keys in query strings, which no log of ours may.',
  'AwsSolutions-CFR4':
    'The default certificate of CloudFront fixes the protocol; with a domain of its own a stage has TLS 1.2 and newer.',
  'AwsSolutions-COG2':
    'No second factor yet: it needs a page where a member enrols one, or nobody could log in.',
  'AwsSolutions-COG8':
    'Threat protection belongs to the Plus tier, which costs per member; Cognito itself locks out who guesses passwords.',
  'AwsSolutions-DDB3': 'Only where the stage says that its data goes with the stack.',
  'AwsSolutions-L1': SITE_UPLOAD,
  'AwsSolutions-S1':
    'Access logs would write an object for nearly every object written; CloudTrail data events serve the rare audit.',
  'AwsSolutions-SMG4':
    'No timer: a new secret of the keys would end every key of every project at once, and one of the edge reaches CloudFront only by a deployment.',
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
    SITE_UPLOAD,
  'AwsSolutions-IAM5[Action::s3:Abort*]': SITE_UPLOAD,
  'AwsSolutions-IAM5[Action::s3:DeleteObject*]': SITE_UPLOAD,
  'AwsSolutions-IAM5[Action::s3:GetBucket*]': SITE_UPLOAD,
  'AwsSolutions-IAM5[Action::s3:GetObject*]': SITE_UPLOAD,
  'AwsSolutions-IAM5[Action::s3:List*]': SITE_UPLOAD,
  'AwsSolutions-IAM5[Resource::<EdgeSiteFilesFBB21441.Arn>/*]': SITE_UPLOAD,
  'AwsSolutions-IAM5[Resource::<PlayerOriginSiteFilesBECD4A1B.Arn>/*]': SITE_UPLOAD,
  'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]':
    SITE_UPLOAD,
  'AwsSolutions-IAM5[Resource::<BucketsLake7E5C8A08.Arn>/answers/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsLake7E5C8A08.Arn>/events/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsLake7E5C8A08.Arn>/events-parquet/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsLake7E5C8A08.Arn>/derived/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsLake7E5C8A08.Arn>/manifests/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsLake7E5C8A08.Arn>/sessions/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsLake7E5C8A08.Arn>/sessions-parquet/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsLake7E5C8A08.Arn>/uncompacted/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsQuarantine81103B59.Arn>/aws/lambda/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsQuarantine81103B59.Arn>/unreadable/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsSessionsA480BF82.Arn>/assets/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsSessionsA480BF82.Arn>/assets-due/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsSessionsA480BF82.Arn>/claims/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsSessionsA480BF82.Arn>/sessions/*/parts/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsSessionsA480BF82.Arn>/sessions/*/replay/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsSessionsA480BF82.Arn>/sessions/*/screenshots/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsSessionsA480BF82.Arn>/uploads/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<BucketsSessionsA480BF82.Arn>/sessions/*]': FOLDER_GRANT,
  'AwsSolutions-IAM5[Resource::<AssetsFetchFunction0CA4E739.Arn>:*]': SCHEDULE_TARGET,
  'AwsSolutions-IAM5[Resource::<ErasureEraseFunction81C57ACF.Arn>:*]': SCHEDULE_TARGET,
  'AwsSolutions-IAM5[Resource::<LakeCompactFunction00346988.Arn>:*]': SCHEDULE_TARGET,
  'AwsSolutions-IAM5[Resource::<SchedulesExpireFunction8A09159A.Arn>:*]': SCHEDULE_TARGET,
  'AwsSolutions-IAM5[Resource::<SocketApiPresenceSweepFunctionD12328FF.Arn>:*]': SCHEDULE_TARGET,
  'AwsSolutions-IAM5[Resource::<SchedulesFinishSessionsFunctionAB1E318B.Arn>:*]': SCHEDULE_TARGET,
  'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<SocketApiSocket5EC3F9B2>/ws/POST/@connections/*]':
    'Any connection of this one API, and only to post to it: their ids are made as they connect.',
  'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<SocketApiSocket5EC3F9B2>/ws/DELETE/@connections/*]':
    'Any connection of this one API, and only to close it: one that floods is told apart by its frames alone.',
}

export const acknowledgeFindings = (stack: Stack): void => {
  Validations.of(stack).acknowledge(...Object.entries(findings).map(([id, reason]) => ({ id, reason })))
}

/** For the distribution below one construct, so that any other still needs its web ACL. */
export const acknowledgeNoFirewall = (construct: Construct, reason: string): void =>
  Validations.of(construct).acknowledge({ id: 'AwsSolutions-CFR2', reason })
