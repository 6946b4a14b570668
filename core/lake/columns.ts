// The columns of the lake's tables, once: how a row's JSON is read, what Parquet keeps, and what Glue declares.

export type ColumnType = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN'

export type LakeColumn = {
  /** In SQL: lower case, because Glue knows no other. */
  name: string
  /** Where the value is in a row as JSON; one level of nesting is flattened. */
  from: string
  type: ColumnType
  /** Kept as JSON text, whatever it holds. */
  json?: true
  /** A row without it was not written by us, or is broken. */
  required?: true
}

export type LakeTable = {
  /** Of the rows; readers take this version and the one before. */
  version: number
  columns: LakeColumn[]
  /** Names a row: each is kept once. */
  key: string
  /** Of the rows with one key the first in this order is kept, whoever looks. */
  keep: string
  /** How Parquet is sorted, so that a question reads few row groups. Ends with the key: one order, no ties. */
  sortedBy: string
}

const required = { required: true } as const

const text = (name: string, from: string = name): LakeColumn => ({ name, from, type: 'VARCHAR' })
const whole = (name: string, from: string = name): LakeColumn => ({ name, from, type: 'BIGINT' })
const flag = (name: string, from: string = name): LakeColumn => ({ name, from, type: 'BOOLEAN' })

export const lakeTables = {
  /** One row per event. Times are milliseconds since 1970. */
  events: {
    version: 1,
    key: 'event_id',
    keep: 'received_at, tab_id, seq, ts, name',
    sortedBy: 'name, ts, event_id',
    columns: [
      { ...whole('v'), ...required },
      { ...text('event_id', 'eventId'), ...required },
      { ...text('name'), ...required },
      text('raw_name', 'rawName'),
      { ...whole('ts'), ...required },
      flag('untimed'),
      // Rows from before there were activities have none.
      flag('activity'),
      { ...whole('received_at', 'receivedAt'), ...required },
      { ...text('visitor_id', 'visitorId'), ...required },
      text('user_id', 'userId'),
      { ...text('session_id', 'sessionId'), ...required },
      { ...text('tab_id', 'tabId'), ...required },
      { ...whole('seq'), ...required },
      text('url'),
      text('referrer'),
      text('target_type', 'target.type'),
      text('target_id', 'target.id'),
      text('target_selector', 'target.selector'),
      text('target_text', 'target.text'),
      { name: 'target_x', from: 'target.x', type: 'DOUBLE' },
      { name: 'target_y', from: 'target.y', type: 'DOUBLE' },
      { ...text('props'), json: true },
      text('ip'),
      text('country'),
      text('region'),
      text('city'),
      text('browser'),
      text('os'),
      text('device'),
      flag('bot'),
    ],
  },
  /** One row per finished session, by the day on which it began. */
  sessions: {
    version: 1,
    key: 'session_id',
    // A session that went on after all is finished again, with a higher revision.
    keep: 'revision DESC, last_seen_at DESC',
    sortedBy: 'started_at, session_id',
    columns: [
      { ...whole('v'), ...required },
      { ...text('session_id', 'sessionId'), ...required },
      { ...whole('revision'), ...required },
      { ...text('visitor_id', 'visitorId'), ...required },
      text('user_id', 'userId'),
      { ...whole('started_at', 'startedAt'), ...required },
      { ...whole('last_seen_at', 'lastSeenAt'), ...required },
      whole('ended_at', 'endedAt'),
      whole('duration_ms', 'durationMs'),
      text('entry_url', 'entryUrl'),
      text('exit_url', 'exitUrl'),
      { ...text('pages'), json: true },
      text('referrer'),
      text('referrer_host', 'referrerHost'),
      text('utm_source', 'utm.source'),
      text('utm_medium', 'utm.medium'),
      text('utm_campaign', 'utm.campaign'),
      text('utm_term', 'utm.term'),
      text('utm_content', 'utm.content'),
      whole('events'),
      whole('page_views', 'pageViews'),
      whole('clicks'),
      whole('rage_clicks', 'rageClicks'),
      whole('dead_clicks', 'deadClicks'),
      whole('errors'),
      whole('engaged_ms', 'engagedMs'),
      { ...text('event_names', 'eventNames'), json: true },
      { ...text('activity'), json: true },
      flag('has_replay', 'hasReplay'),
      text('browser'),
      text('os'),
      text('device'),
      text('country'),
      text('region'),
      text('city'),
      flag('bot'),
    ],
  },
} satisfies Record<string, LakeTable>

export type LakeTableName = keyof typeof lakeTables

export const lakeTableNames = ['events', 'sessions'] as const satisfies LakeTableName[]

/** What Glue, and so Athena, calls a type. */
export const glueTypes: Record<ColumnType, string> = {
  VARCHAR: 'string',
  BIGINT: 'bigint',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
}
