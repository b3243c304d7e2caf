import Link from 'next/link'
import styles from './place-nav.module.css'

type Place = { href: string; label: string; isHere: boolean; testId?: string }

/** The places of one part of the product; where they stand is the part's own. */
export const PlaceNav = ({ label, places, className }: { label: string; places: Place[]; className?: string }) => (
  <nav className={[styles.places, className].filter(Boolean).join(' ')} aria-label={label}>
    {places.map(({ href, label: name, isHere, testId }) => (
      <Link key={href} href={href} aria-current={isHere ? 'page' : undefined} data-testid={testId}>
        {name}
      </Link>
    ))}
  </nav>
)
