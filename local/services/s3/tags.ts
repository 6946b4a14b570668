// Object tags as a header carries them and as XML does.
import type { Tag } from './object-record.ts'
import { S3Error } from './s3-error.ts'
import { childOf, childrenOf, element, parseDocument, textOf } from './xml.ts'

// The limits of S3.
const MAX_TAGS = 10
const MAX_KEY_LENGTH = 128
const MAX_VALUE_LENGTH = 256

const checked = (tags: Tag[]) => {
  if (tags.length > MAX_TAGS) throw new S3Error('InvalidTag', 'Object tags cannot be greater than 10')
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > MAX_KEY_LENGTH || value.length > MAX_VALUE_LENGTH) {
      throw new S3Error('InvalidTag', 'The tag key or value is too long, or the key is empty', {
        TagKey: key,
      })
    }
  }
  if (new Set(tags.map(({ key }) => key)).size < tags.length) {
    throw new S3Error('InvalidTag', 'Cannot provide multiple Tags with the same key')
  }
  return tags
}

export const parseTagHeader = (header: string) =>
  checked([...new URLSearchParams(header)].map(([key, value]) => ({ key, value })))

export const parseTagDocument = (xml: string) => {
  const set = childOf(parseDocument(xml, 'Tagging'), 'TagSet')
  if (!set) throw new S3Error('MalformedXML')
  return checked(
    childrenOf(set, 'Tag').map((tag) => {
      const key = textOf(tag, 'Key')
      const value = textOf(tag, 'Value')
      if (key === undefined || value === undefined) throw new S3Error('MalformedXML')
      return { key, value }
    }),
  )
}

export const tagSet = (tags: Tag[]) =>
  element(
    'TagSet',
    tags.map(({ key, value }) => element('Tag', element('Key', key), element('Value', value))),
  )
