// Where a session came from, in one word: by what its campaign says, or else by the page that led to it.
import { matchesPattern } from './dialect.ts'
import { type Sql, sql } from './sql.ts'

const SEARCH =
  '^(?:.*\\.)?(?:google|bing|yahoo|duckduckgo|baidu|yandex|ecosia|qwant|startpage|naver|seznam|brave|kagi|ask|aol|sogou)\\.'
const SOCIAL =
  '^(?:.*\\.)?(?:facebook|instagram|twitter|linkedin|pinterest|reddit|tiktok|threads|snapchat|tumblr|vk|weibo|quora|discord|slack|telegram|whatsapp|medium|bsky|mastodon|news\\.ycombinator)\\.|^(?:t\\.co|x\\.com|lnkd\\.in|fb\\.me|t\\.me|wa\\.me)$'
const VIDEO = '^(?:.*\\.)?(?:youtube|vimeo|twitch|dailymotion|wistia)\\.|^youtu\\.be$'
const ASSISTANT =
  '^(?:.*\\.)?(?:chatgpt|openai|perplexity|claude|gemini\\.google|copilot\\.microsoft|mistral|deepseek|you|phind)\\.'
const MAIL = '^(?:.*\\.)?(?:mail|webmail|outlook)\\.'

const SEARCH_NAMES = '^(?:google|bing|yahoo|duckduckgo|baidu|yandex|ecosia|qwant|adwords|googleads)'
const SOCIAL_NAMES =
  '^(?:facebook|fb|instagram|ig|twitter|x|linkedin|pinterest|reddit|tiktok|threads|snapchat|meta)(?:[._-].*)?$'

const PAID = '^(?:.*cp.*|ppc|retargeting|paid.*)$'
const SOCIAL_MEDIUM = '^(?:social|social-network|social-media|sm|social network|social media)$'

export const channels = [
  'Paid search',
  'Paid social',
  'Paid video',
  'Paid other',
  'Display',
  'Email',
  'Affiliates',
  'SMS',
  'Push',
  'AI assistants',
  'Organic search',
  'Organic social',
  'Organic video',
  'Campaign',
  'Referral',
  'Direct',
] as const

/** Of the columns `utm_source`, `utm_medium`, `utm_campaign` and `referrer_host`, which is null for the site's own pages. */
export const channelOf = (): Sql => {
  const medium = sql`lower(coalesce(utm_medium, ''))`
  const source = sql`lower(coalesce(utm_source, ''))`
  const host = sql`coalesce(referrer_host, '')`
  const is = (text: Sql, pattern: string): Sql => matchesPattern(text, sql`${pattern}`)
  const search = sql`(${is(host, SEARCH)} OR ${is(source, SEARCH_NAMES)})`
  const social = sql`(${is(host, SOCIAL)} OR ${is(source, SOCIAL_NAMES)})`
  const video = sql`(${is(host, VIDEO)} OR ${source} = 'youtube')`
  return sql`CASE
    WHEN utm_source IS NULL AND utm_medium IS NULL AND utm_campaign IS NULL AND referrer_host IS NULL THEN 'Direct'
    WHEN ${is(medium, PAID)} AND ${search} THEN 'Paid search'
    WHEN ${is(medium, PAID)} AND ${social} THEN 'Paid social'
    WHEN ${is(medium, PAID)} AND ${video} THEN 'Paid video'
    WHEN ${medium} IN ('display', 'banner', 'expandable', 'interstitial', 'cpm') THEN 'Display'
    WHEN ${is(medium, PAID)} THEN 'Paid other'
    WHEN ${medium} IN ('email', 'e-mail', 'e_mail', 'newsletter') OR ${source} IN ('email', 'newsletter') THEN 'Email'
    WHEN ${medium} IN ('affiliate', 'affiliates') THEN 'Affiliates'
    WHEN ${medium} = 'sms' OR ${source} = 'sms' THEN 'SMS'
    WHEN ${medium} IN ('push', 'mobile', 'notification') THEN 'Push'
    WHEN ${is(host, ASSISTANT)} OR ${is(source, '^(?:chatgpt|perplexity|claude|gemini|copilot)')} THEN 'AI assistants'
    WHEN ${is(medium, SOCIAL_MEDIUM)} THEN 'Organic social'
    WHEN ${is(host, MAIL)} THEN 'Email'
    WHEN ${search} THEN 'Organic search'
    WHEN ${social} THEN 'Organic social'
    WHEN ${video} THEN 'Organic video'
    WHEN referrer_host IS NULL THEN 'Campaign'
    ELSE 'Referral'
  END`
}
