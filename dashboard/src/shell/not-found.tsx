// There is nothing at this address, or it is somebody else's.
import { IconCompass } from '@tabler/icons-react'
import { useTitle } from '../app/use-title.ts'
import { ButtonLink } from './links.tsx'
import { Notice } from './notice.tsx'

const words = {
  page: { title: 'This page does not exist', text: 'The address may be mistyped, or the page has moved.' },
  project: {
    title: 'No such project',
    text: 'It may have been removed, or it belongs to somebody else. Choose one of yours.',
  },
}

export const NotFound = ({ what }: { what: keyof typeof words }) => {
  const { title, text } = words[what]
  useTitle(title)
  return (
    <Notice icon={<IconCompass size={28} stroke={1.5} aria-hidden="true" />} title={title} text={text}>
      <ButtonLink to="/sessions" search={{ project: undefined }} mt="xs">
        To the sessions
      </ButtonLink>
    </Notice>
  )
}
