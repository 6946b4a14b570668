// The lake's Parquet as tables of Glue, so that Athena reads it as it lies: no crawler, no list of partitions.
import { Stack } from 'aws-cdk-lib'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import { Construct } from 'constructs'
import { glueTypes, lakeTableNames, lakeTables } from '../core/lake/columns.ts'
import type { Settings } from './settings.ts'

/** No event of ours is older. */
const FIRST_DAY = '2025-01-01'

const PARQUET = {
  inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
  outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
  serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
}

export class LakeCatalogue extends Construct {
  constructor(scope: Construct, id: string, { settings, bucket }: { settings: Settings; bucket: Bucket }) {
    super(scope, id)
    const catalogId = Stack.of(this).account
    const database = new CfnDatabase(this, 'Database', {
      catalogId,
      databaseInput: {
        name: `playhead_${settings.stage}`,
        description: `The lake of Playhead, stage ${settings.stage}`,
      },
    })
    for (const name of lakeTableNames) {
      const location = `s3://${bucket.bucketName}/${name}-parquet/`
      new CfnTable(this, `Table${name}`, {
        catalogId,
        databaseName: database.ref,
        tableInput: {
          name,
          tableType: 'EXTERNAL_TABLE',
          partitionKeys: [
            { name: 'project', type: 'string' },
            { name: 'date', type: 'string' },
          ],
          parameters: {
            classification: 'parquet',
            'projection.enabled': 'true',
            // A query names its project: their ids cannot be counted up.
            'projection.project.type': 'injected',
            'projection.date.type': 'date',
            'projection.date.format': 'yyyy-MM-dd',
            'projection.date.range': `${FIRST_DAY},NOW`,
            'projection.date.interval': '1',
            'projection.date.interval.unit': 'DAYS',
            'storage.location.template': `${location}project=\${project}/date=\${date}/`,
          },
          storageDescriptor: {
            location,
            columns: lakeTables[name].columns.map((column) => ({
              name: column.name,
              type: glueTypes[column.type],
            })),
            ...PARQUET,
          },
        },
      })
    }
  }
}
