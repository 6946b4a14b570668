// Where somebody is, as short as it can be said: the city with its country's letters, else the country's name.
import type { Session } from '../../../core/sessions/session.ts'
import { countryName } from './country.ts'

export const placeOf = ({ country, city }: Pick<Session, 'country' | 'city'>): string | null => {
  if (city) return country ? `${city}, ${country.toUpperCase()}` : city
  return country ? countryName(country) : null
}
