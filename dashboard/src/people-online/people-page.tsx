// The site's users who are online now, as it changes.
import { CloseButton, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { asProblem } from '../api/problem.ts'
import { useTitle } from '../app/use-title.ts'
import { countOf, formatCount } from '../format/count.ts'
import { LiveBadge } from '../live/live-badge.tsx'
import { NotForRole } from '../shell/not-for-role.tsx'
import { PersonRowsSkeleton } from '../shell/person-rows-skeleton.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { hiddenOf } from '../shell/screen-sights.ts'
import { matchesWords } from './online-people.ts'
import { OnlineRow } from './online-row.tsx'
import classes from './people.module.css'
import { PresenceGuide } from './presence-guide.tsx'
import { usePeopleOnline } from './use-people-online.ts'

/** Milliseconds of silence before a typed word counts: each one is a step in the URL. */
const TYPING_PAUSE_MS = 200

export const PeoplePage = () => {
  const { project, may } = useRouteContext({ from: '/member/project' })
  const hidden = hiddenOf('/people', may)
  if (hidden.length > 0) return <NotForRole hidden={hidden} />
  return <PeopleOnline key={project.projectId} />
}

const SearchField = () => {
  const { q = '' } = useSearch({ from: '/member/project/people' })
  const navigate = useNavigate({ from: '/people' })
  const [typed, setTyped] = useState(q)
  const search = useDebouncedCallback(
    (text: string) =>
      navigate({
        search: (all) => ({ ...all, q: text.trim() || undefined }),
        replace: true,
        resetScroll: false,
      }),
    TYPING_PAUSE_MS,
  )
  useEffect(() => setTyped((now) => (now.trim() === q ? now : q)), [q])
  const type = (text: string) => {
    setTyped(text)
    search(text)
  }
  return (
    <TextInput
      className={classes.search}
      aria-label="Search person or page"
      placeholder="Person or page…"
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={typed && <CloseButton size="sm" aria-label="Clear the search" onClick={() => type('')} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}

const PeopleOnline = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  const { q = '' } = useSearch({ from: '/member/project/people' })
  const { people, now, status, more, ...query } = usePeopleOnline(project.projectId)
  useTitle(people ? `People: ${formatCount(people.length)}` : 'People', project.name)
  const found = people?.filter((person) => matchesWords(person, q))
  const away = people?.filter((person) => person.status === 'away').length ?? 0

  return (
    <>
      <div className={classes.head}>
        <div className={classes.count}>
          <Title order={1} size="h3">
            {people ? (
              <>
                <span className={classes.big} data-online-count={people.length}>
                  {formatCount(people.length)}
                  {more && '+'}
                </span>{' '}
                {people.length === 1 ? 'person' : 'people'} online
              </>
            ) : (
              'People online'
            )}
          </Title>
          {away > 0 && (
            <Text size="sm" c="dimmed">
              {formatCount(away)} away
            </Text>
          )}
          <LiveBadge status={status} />
        </div>
        {people && people.length > 0 && <SearchField />}
      </div>
      {!people && query.isError && (
        <ProblemNotice problem={asProblem(query.error)} onRetry={query.refetch} busy={query.isFetching} />
      )}
      {query.isPending && <PersonRowsSkeleton label="Looking who is online" className={classes.frame} />}
      {people?.length === 0 && <PresenceGuide />}
      {found && people && people.length > 0 && (
        <>
          {found.length > 0 && (
            <div className={classes.frame}>
              <ol className={classes.list} aria-label="Online now">
                {found.map((person) => (
                  <li key={person.id}>
                    <OnlineRow person={person} now={now} />
                  </li>
                ))}
              </ol>
            </div>
          )}
          <Text size="xs" c="dimmed" className={classes.note} role="status">
            {found.length === 0
              ? 'Nobody who is online fits that.'
              : q && `${countOf(found.length, 'person fits', 'people fit')} that.`}
            {more && ` Of more than ${formatCount(people.length)} people the first are shown.`}
          </Text>
        </>
      )}
    </>
  )
}
